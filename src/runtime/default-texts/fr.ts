import type { LanguageTexts } from './default-text.ts';

/** French. */
export const fr: LanguageTexts = {
  texts: {
    error: 'Désolé, une erreur est survenue. Veuillez rappeler.',
    noMatch: 'Désolé, ce choix n’existe pas.',
    noInput: 'Désolé, nous n’avons rien reçu.',
    invalidInput: 'Désolé, ce n’était pas clair. Encore une fois, s’il vous plaît.',
    tryAgain: 'Encore une fois, s’il vous plaît.',
    noMatchApology: 'Désolé, je n’ai pas compris.',
    noInputApology: 'Désolé, je n’ai rien entendu.',
    confirmation: 'J’ai noté {input}. Est-ce exact ?',
    agentEscalationConfirmation: 'Souhaitez-vous parler à une personne ?',
    agentHandover: 'Un instant, je vous passe quelqu’un.',
    botError: 'Désolé, je ne peux pas continuer.',
    intentConfirmation: 'Il s’agit donc de « {intent} ». Est-ce exact ?',
    rejectionApology: 'Je me suis trompé.',
    yesNoApology: 'Répondez par oui ou par non, s’il vous plaît.',
    recognitionFailure: 'Désolé, je ne vous comprends pas assez bien. Un instant, s’il vous plaît.',
    anythingElse: 'Puis-je faire autre chose pour vous ?',
    estimatedWaitAbout: {
      one: 'Votre attente sera d’environ {minutes} minute.',
      other: 'Votre attente sera d’environ {minutes} minutes.',
    },
    estimatedWaitExact: {
      one: 'Votre attente sera de {minutes} minute.',
      other: 'Votre attente sera de {minutes} minutes.',
    },
    estimatedWaitLessThan: {
      one: 'Votre attente sera de moins de {minutes} minute.',
      other: 'Votre attente sera de moins de {minutes} minutes.',
    },
    estimatedWaitRange: 'Votre attente sera de {from} à {to} minutes.',
    positionNext: 'Vous êtes le prochain appel.',
    positionAhead: {
      one: 'Il y a {count} appel avant le vôtre.',
      other: 'Il y a {count} appels avant le vôtre.',
    },
    positionNumber: 'Vous avez le numéro {position} dans la file.',
    positionOrdinal: {
      one: 'Vous êtes {position}er dans la file.',
      other: 'Vous êtes {position}e dans la file.',
    },
    voicemailGreeting: 'Veuillez laisser un message après le signal.',
    transferFailed: 'Désolé, personne ne peut prendre votre appel pour le moment.',
    verifyInput: 'Vous avez saisi {input}. Si c’est exact, appuyez sur 1. Sinon, appuyez sur 2.',
    enterExtension: 'Veuillez saisir le numéro de poste.',
    unknownExtension: 'Désolé, ce poste n’existe pas.',
  },
  yes: ['oui', 'ouais', 'si', 'exact', 'd’accord', "d'accord", 'ok', 'bien sûr', 'tout à fait'],
  no: ['non', 'nan', 'pas du tout', 'faux'],
  agent: ['agent', 'conseiller', 'conseillère', 'opérateur', 'opératrice', 'humain', "quelqu'un"],
};
