import type { LanguageTexts } from './default-text.ts';

/** Japanese. */
export const ja: LanguageTexts = {
  texts: {
    error: '申し訳ございません。エラーが起きました。もう一度おかけ直しください。',
    noMatch: '申し訳ございません。その選択肢はございません。',
    noInput: '申し訳ございません。入力がありませんでした。',
    invalidInput: '申し訳ございません。聞き取れませんでした。もう一度お願いします。',
    tryAgain: 'もう一度お願いします。',
    noMatchApology: '申し訳ございません。わかりませんでした。',
    noInputApology: '申し訳ございません。何も聞こえませんでした。',
    confirmation: '{input}ですね。よろしいですか。',
    agentEscalationConfirmation: '担当者とお話しになりますか。',
    agentHandover: '少々お待ちください。担当者におつなぎします。',
    botError: '申し訳ございません。これ以上進めません。',
    estimatedWaitAbout: 'お待ちいただく時間は約{minutes}分です。',
    estimatedWaitExact: 'お待ちいただく時間は{minutes}分です。',
    estimatedWaitLessThan: 'お待ちいただく時間は{minutes}分未満です。',
    estimatedWaitRange: 'お待ちいただく時間は{from}分から{to}分です。',
    positionNext: '次にご案内します。',
    positionAhead: 'お客様の前に{count}人お待ちです。',
    positionNumber: 'お客様の順番は{position}番です。',
    positionOrdinal: 'お客様は{position}番目です。',
    voicemailGreeting: '発信音のあとにメッセージをお話しください。',
    transferFailed: '申し訳ございません。ただいま電話に出られる者がおりません。',
    verifyInput: '{input}と入力されました。よろしければ1を、違う場合は2を押してください。',
    enterExtension: '内線番号を入力してください。',
    unknownExtension: '申し訳ございません。その内線番号はございません。',
  },
  yes: ['はい', 'ええ', 'うん', 'そうです', 'お願いします', 'hai'],
  no: ['いいえ', 'いや', 'ううん', '違います', 'ちがいます', 'iie'],
};
