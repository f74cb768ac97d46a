import type { LanguageTexts } from './default-text.ts';

/** Portuguese. */
export const pt: LanguageTexts = {
  texts: {
    error: 'Ocorreu um erro. Por favor, ligue novamente.',
    noMatch: 'Essa não é uma das opções.',
    noInput: 'Não recebemos nada.',
    invalidInput: 'Não foi possível entender. Mais uma vez, por favor.',
    tryAgain: 'Mais uma vez, por favor.',
    noMatchApology: 'Desculpe, não entendi.',
    noInputApology: 'Desculpe, não ouvi nada.',
    confirmation: 'Anotei {input}. Está certo?',
    agentEscalationConfirmation: 'Quer falar com uma pessoa?',
    agentHandover: 'Um momento, vou chamar alguém.',
    botError: 'Desculpe, não posso continuar.',
    intentConfirmation: 'Então trata-se de “{intent}”. Está certo?',
    rejectionApology: 'Enganei-me.',
    yesNoApology: 'Responda sim ou não, por favor.',
    recognitionFailure: 'Desculpe, não o compreendo bem o suficiente. Um momento, por favor.',
    anythingElse: 'Posso ajudar em mais alguma coisa?',
    estimatedWaitAbout: {
      one: 'A sua espera será de cerca de {minutes} minuto.',
      other: 'A sua espera será de cerca de {minutes} minutos.',
    },
    estimatedWaitExact: {
      one: 'A sua espera será de {minutes} minuto.',
      other: 'A sua espera será de {minutes} minutos.',
    },
    estimatedWaitLessThan: {
      one: 'A sua espera será de menos de {minutes} minuto.',
      other: 'A sua espera será de menos de {minutes} minutos.',
    },
    estimatedWaitRange: 'A sua espera será de {from} a {to} minutos.',
    positionNext: 'A sua chamada é a próxima.',
    positionAhead: {
      one: 'Há {count} chamada antes da sua.',
      other: 'Há {count} chamadas antes da sua.',
    },
    positionNumber: 'O seu lugar na fila é o número {position}.',
    positionOrdinal: 'A sua chamada é a {position}.ª da fila.',
    voicemailGreeting: 'Deixe a sua mensagem após o sinal.',
    transferFailed: 'Neste momento, ninguém pode atender a sua chamada.',
    verifyInput: 'Foi digitado {input}. Se está certo, tecle 1. Se não, tecle 2.',
    enterExtension: 'Por favor, digite o ramal.',
    unknownExtension: 'Esse ramal não existe.',
  },
  yes: ['sim', 'claro', 'certo', 'correto', 'isso', 'está bem', 'ok', 'com certeza'],
  no: ['não', 'nao', 'errado', 'incorreto', 'de jeito nenhum'],
  agent: ['agente', 'atendente', 'operador', 'operadora', 'pessoa', 'humano', 'alguém'],
};
