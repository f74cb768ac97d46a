import type { LanguageTexts } from './default-text.ts';

/** Italian. */
export const it: LanguageTexts = {
  texts: {
    error: 'Si è verificato un errore. La preghiamo di richiamare.',
    noMatch: 'Questa scelta non è disponibile.',
    noInput: 'Non abbiamo ricevuto nulla.',
    invalidInput: 'Non è stato chiaro. Ancora una volta, per favore.',
    tryAgain: 'Ancora una volta, per favore.',
    noMatchApology: 'Mi dispiace, non ho capito.',
    noInputApology: 'Mi dispiace, non ho sentito nulla.',
    confirmation: 'Ho annotato {input}. È corretto?',
    agentEscalationConfirmation: 'Vuole parlare con una persona?',
    agentHandover: 'Un attimo, le passo qualcuno.',
    botError: 'Mi dispiace, non posso andare avanti.',
    intentConfirmation: 'Si tratta quindi di «{intent}». È giusto?',
    rejectionApology: 'Ho sbagliato.',
    yesNoApology: 'Risponda sì o no, per favore.',
    recognitionFailure: 'Mi dispiace, non la capisco abbastanza bene. Un momento, per favore.',
    anythingElse: 'Posso fare altro per lei?',
    estimatedWaitAbout: {
      one: 'L’attesa sarà di circa {minutes} minuto.',
      other: 'L’attesa sarà di circa {minutes} minuti.',
    },
    estimatedWaitExact: {
      one: 'L’attesa sarà di {minutes} minuto.',
      other: 'L’attesa sarà di {minutes} minuti.',
    },
    estimatedWaitLessThan: {
      one: 'L’attesa sarà di meno di {minutes} minuto.',
      other: 'L’attesa sarà di meno di {minutes} minuti.',
    },
    estimatedWaitRange: 'L’attesa sarà tra {from} e {to} minuti.',
    positionNext: 'La sua chiamata è la prossima.',
    positionAhead: {
      one: 'C’è {count} chiamata prima della sua.',
      other: 'Ci sono {count} chiamate prima della sua.',
    },
    positionNumber: 'Ha il numero {position} nella coda.',
    positionOrdinal: 'La sua chiamata è la {position}ª nella coda.',
    voicemailGreeting: 'Lasci un messaggio dopo il segnale.',
    transferFailed: 'Al momento nessuno può rispondere alla sua chiamata.',
    verifyInput: 'Ha inserito {input}. Se è corretto, prema 1. Altrimenti prema 2.',
    enterExtension: 'Inserisca il numero dell’interno.',
    unknownExtension: 'Questo interno non esiste.',
  },
  yes: ['sì', 'si', 'certo', 'esatto', 'corretto', 'va bene', 'ok', 'd’accordo', "d'accordo"],
  no: ['no', 'sbagliato', 'non è corretto', 'certo che no'],
  agent: ['operatore', 'operatrice', 'agente', 'persona', 'umano', 'qualcuno'],
};
