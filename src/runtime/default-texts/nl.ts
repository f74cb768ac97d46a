import type { LanguageTexts } from './default-text.ts';

/** Dutch. */
export const nl: LanguageTexts = {
  texts: {
    error: 'Helaas is er een fout opgetreden. Belt u ons nog een keer.',
    noMatch: 'Dat is helaas geen van de keuzes.',
    noInput: 'Er is helaas niets binnengekomen.',
    invalidInput: 'Dat was helaas niet te verstaan. Nog een keer, alstublieft.',
    tryAgain: 'Nog een keer, alstublieft.',
    noMatchApology: 'Sorry, dat heb ik niet begrepen.',
    noInputApology: 'Sorry, ik heb niets gehoord.',
    confirmation: 'Ik heb {input} genoteerd. Klopt dat?',
    agentEscalationConfirmation: 'Wilt u met een mens praten?',
    agentHandover: 'Een ogenblik, ik haal iemand voor u.',
    botError: 'Sorry, ik kom hier niet verder.',
    intentConfirmation: 'Het gaat dus over ‘{intent}’. Klopt dat?',
    rejectionApology: 'Dat had ik verkeerd.',
    yesNoApology: 'Antwoord alstublieft met ja of nee.',
    recognitionFailure: 'Sorry, ik begrijp u niet goed genoeg. Een ogenblik alstublieft.',
    anythingElse: 'Kan ik nog iets voor u doen?',
    estimatedWaitAbout: {
      one: 'U wacht ongeveer {minutes} minuut.',
      other: 'U wacht ongeveer {minutes} minuten.',
    },
    estimatedWaitExact: { one: 'U wacht {minutes} minuut.', other: 'U wacht {minutes} minuten.' },
    estimatedWaitLessThan: {
      one: 'U wacht minder dan {minutes} minuut.',
      other: 'U wacht minder dan {minutes} minuten.',
    },
    estimatedWaitRange: 'U wacht tussen {from} en {to} minuten.',
    positionNext: 'U bent als volgende aan de beurt.',
    positionAhead: {
      one: 'Er is {count} wachtende voor u.',
      other: 'Er zijn {count} wachtenden voor u.',
    },
    positionNumber: 'U bent nummer {position} in de wachtrij.',
    positionOrdinal: 'U bent de {position}e in de wachtrij.',
    voicemailGreeting: 'Spreek uw bericht in na de toon.',
    transferFailed: 'Helaas kan op dit moment niemand uw oproep aannemen.',
    verifyInput: 'U hebt {input} ingevoerd. Als dat klopt, druk op 1. Zo niet, druk op 2.',
    enterExtension: 'Voer het toestelnummer in, alstublieft.',
    unknownExtension: 'Dat toestelnummer bestaat helaas niet.',
  },
  yes: ['ja', 'jawel', 'jazeker', 'klopt', 'goed', 'juist', 'prima', 'oké', 'oke', 'ok', 'zeker'],
  no: ['nee', 'neen', 'klopt niet', 'fout', 'liever niet'],
  agent: ['medewerker', 'medewerkster', 'mens', 'persoon', 'agent', 'iemand'],
};
