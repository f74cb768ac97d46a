import type { LanguageTexts } from './default-text.ts';

/** Spanish. */
export const es: LanguageTexts = {
  texts: {
    error: 'Lo sentimos, ha ocurrido un error. Por favor, vuelva a llamar.',
    noMatch: 'Lo sentimos, esa no es una de las opciones.',
    noInput: 'Lo sentimos, no hemos recibido nada.',
    invalidInput: 'Lo sentimos, no se ha entendido. Una vez más, por favor.',
    tryAgain: 'Una vez más, por favor.',
    noMatchApology: 'Perdón, no lo he entendido.',
    noInputApology: 'Perdón, no he oído nada.',
    confirmation: 'He anotado {input}. ¿Es correcto?',
    agentEscalationConfirmation: '¿Quiere hablar con una persona?',
    agentHandover: 'Un momento, le paso con alguien.',
    botError: 'Perdón, no puedo continuar.',
    intentConfirmation: 'Creo que se trata de «{intent}». ¿Es correcto?',
    rejectionApology: 'Me equivoqué.',
    yesNoApology: 'Por favor, responda sí o no.',
    recognitionFailure: 'Lo siento, no le entiendo lo suficiente. Un momento, por favor.',
    anythingElse: '¿Necesita algo más?',
    estimatedWaitAbout: {
      one: 'Su espera será de aproximadamente {minutes} minuto.',
      other: 'Su espera será de aproximadamente {minutes} minutos.',
    },
    estimatedWaitExact: {
      one: 'Su espera será de {minutes} minuto.',
      other: 'Su espera será de {minutes} minutos.',
    },
    estimatedWaitLessThan: {
      one: 'Su espera será de menos de {minutes} minuto.',
      other: 'Su espera será de menos de {minutes} minutos.',
    },
    estimatedWaitRange: 'Su espera será de entre {from} y {to} minutos.',
    positionNext: 'Su llamada es la siguiente.',
    positionAhead: {
      one: 'Hay {count} llamada antes de la suya.',
      other: 'Hay {count} llamadas antes de la suya.',
    },
    positionNumber: 'Tiene el número {position} de la fila.',
    positionOrdinal: 'Su llamada es la {position}.ª de la fila.',
    voicemailGreeting: 'Deje su mensaje después de la señal.',
    transferFailed: 'Lo sentimos, nadie puede atender su llamada en este momento.',
    verifyInput: 'Ha marcado {input}. Si es correcto, pulse 1. Si no, pulse 2.',
    enterExtension: 'Marque la extensión, por favor.',
    unknownExtension: 'Lo sentimos, esa extensión no existe.',
  },
  yes: ['sí', 'si', 'claro', 'correcto', 'vale', 'de acuerdo', 'ok', 'por supuesto'],
  no: ['no', 'incorrecto', 'para nada', 'claro que no'],
  agent: ['agente', 'operador', 'operadora', 'persona', 'humano', 'representante', 'alguien'],
};
