import type { Language } from '#vocabulary/language'

/** Invented sentences for the gallery, long where a language is long, so that a narrow screen is really tried. */
const en = {
  title: 'Every component in every state', lead: 'Invented people, invented numbers', file: 'File', waits: 'What waits', act: 'Who must act', by: 'By', numbers: 'Number',
  late: 'late', soon: 'due within a week', expected: 'answers expected from magistrates', fresh: 'new applications', certificate: 'Certificate of registration expires; questions not answered',
  auditor: 'Labour auditor, Halle-Vilvoorde', stands: 'Where she stands', history: 'History', clocks: 'Clocks', conditions: 'Conditions', none: 'Nothing waits.',
  name: 'Given name', nameHint: 'As it stands in the papers.', wrong: 'Write a name, or choose “not known”.', story: 'What was said', born: 'Date of birth', contact: 'How may she be reached?',
  signs: 'What did you see or hear?', signsHint: 'Tick what applies. You need not be sure.', papers: 'Someone else keeps the identity papers', sleeps: 'Sleeps where the work is done', pay: 'Little or no pay',
  go: 'Continue', back: 'Save and come back later', remove: 'Destroy for ever', more: 'Why we ask this', because: 'The answer decides who may call, and when.', waiting: 'Reflection period', chart: 'Referrals by sector',
}
type Words = Readonly<Record<keyof typeof en, string>>
const nl: Words = {
  title: 'Elk onderdeel in elke toestand', lead: 'Verzonnen mensen, verzonnen cijfers', file: 'Dossier', waits: 'Wat wacht', act: 'Wie aan zet is', by: 'Tegen', numbers: 'Aantal',
  late: 'te laat', soon: 'binnen een week', expected: 'antwoorden verwacht van magistraten', fresh: 'nieuwe aanvragen', certificate: 'Attest van immatriculatie vervalt; vragen niet beantwoord',
  auditor: 'Arbeidsauditeur, Halle-Vilvoorde', stands: 'Waar zij staat', history: 'Verloop', clocks: 'Termijnen', conditions: 'Voorwaarden', none: 'Niets wacht.',
  name: 'Voornaam', nameHint: 'Zoals in de papieren.', wrong: 'Vul een naam in, of kies “niet bekend”.', story: 'Wat werd gezegd', born: 'Geboortedatum', contact: 'Hoe is zij te bereiken?',
  signs: 'Wat hebt u gezien of gehoord?', signsHint: 'Vink aan wat klopt. U hoeft niet zeker te zijn.', papers: 'Iemand anders bewaart de identiteitspapieren', sleeps: 'Slaapt waar gewerkt wordt', pay: 'Weinig of geen loon',
  go: 'Verder', back: 'Opslaan en later terugkomen', remove: 'Voorgoed vernietigen', more: 'Waarom we dit vragen', because: 'Het antwoord bepaalt wie mag bellen, en wanneer.', waiting: 'Bedenktijd', chart: 'Doorverwijzingen per sector',
}
const fr: Words = {
  title: 'Chaque élément dans chaque état', lead: 'Personnes inventées, chiffres inventés', file: 'Dossier', waits: 'Ce qui attend', act: 'Qui doit agir', by: 'Avant le', numbers: 'Nombre',
  late: 'en retard', soon: 'échéance dans la semaine', expected: 'réponses attendues des magistrats', fresh: 'nouvelles demandes', certificate: "L'attestation d'immatriculation expire ; questions sans réponse",
  auditor: 'Auditeur du travail, Hal-Vilvorde', stands: 'Où elle en est', history: 'Historique', clocks: 'Délais', conditions: 'Conditions', none: "Rien n'attend.",
  name: 'Prénom', nameHint: 'Tel que dans les papiers.', wrong: 'Écrivez un nom, ou choisissez « inconnu ».', story: 'Ce qui a été dit', born: 'Date de naissance', contact: 'Comment la joindre ?',
  signs: "Qu'avez-vous vu ou entendu ?", signsHint: "Cochez ce qui s'applique. Pas besoin d'être sûr.", papers: "Quelqu'un d'autre garde les papiers d'identité", sleeps: 'Dort sur le lieu de travail', pay: 'Peu ou pas de salaire',
  go: 'Continuer', back: 'Enregistrer et revenir plus tard', remove: 'Détruire définitivement', more: 'Pourquoi cette question', because: 'La réponse décide qui peut appeler, et quand.', waiting: 'Délai de réflexion', chart: 'Orientations par secteur',
}
const de: Words = {
  title: 'Jeder Baustein in jedem Zustand', lead: 'Erfundene Menschen, erfundene Zahlen', file: 'Akte', waits: 'Was wartet', act: 'Wer handeln muss', by: 'Bis', numbers: 'Anzahl',
  late: 'zu spät', soon: 'innerhalb einer Woche fällig', expected: 'erwartete Antworten der Magistrate', fresh: 'neue Anträge', certificate: 'Immatrikulationsbescheinigung läuft ab; Fragen unbeantwortet',
  auditor: 'Arbeitsauditor, Halle-Vilvoorde', stands: 'Wo sie steht', history: 'Verlauf', clocks: 'Fristen', conditions: 'Voraussetzungen', none: 'Nichts wartet.',
  name: 'Vorname', nameHint: 'Wie in den Papieren.', wrong: 'Schreiben Sie einen Namen oder wählen Sie „unbekannt“.', story: 'Was gesagt wurde', born: 'Geburtsdatum', contact: 'Wie ist sie erreichbar?',
  signs: 'Was haben Sie gesehen oder gehört?', signsHint: 'Kreuzen Sie an, was zutrifft. Sie müssen nicht sicher sein.', papers: 'Jemand anders verwahrt die Ausweispapiere', sleeps: 'Schläft am Arbeitsplatz', pay: 'Wenig oder kein Lohn',
  go: 'Weiter', back: 'Speichern und später wiederkommen', remove: 'Endgültig vernichten', more: 'Warum wir das fragen', because: 'Die Antwort entscheidet, wer wann anrufen darf.', waiting: 'Bedenkzeit', chart: 'Weiterleitungen nach Arbeitsbereich',
}

export const galleryWords: Readonly<Record<Language, Words>> = { en, nl, fr, de }
