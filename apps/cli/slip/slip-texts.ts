import type { CaseStatus, ChecklistItem, OwnClearance } from '#recruitment';

/** The same in the two languages of the slip. */
export type Bilingual = { readonly ru: string; readonly en: string };

const both = (ru: string, en: string): Bilingual => ({ ru, en });

export const STATUSES: Readonly<Record<CaseStatus, Bilingual>> = {
  ABSENT: both('дела нет', 'no case'),
  REGISTERED: both('зарегистрирован', 'registered'),
  SHORTLISTED: both('предложен работодателю', 'proposed to an employer'),
  SELECTED: both('отобран работодателем', 'selected by the employer'),
  CLEARED: both('допущен к оформлению договора', 'cleared to sign a contract'),
  CONTRACTED: both('договор подписан', 'contract signed'),
  PERMIT_PENDING: both('разрешение запрошено', 'permit applied for'),
  PERMITTED: both('разрешение есть', 'permitted'),
  REFUSED: both('в разрешении отказано', 'permit refused'),
  DEPARTED: both('выехал', 'departed'),
  ARRIVED: both('прибыл', 'arrived'),
  REGISTERED_DEST: both('поставлен на учёт в стране работы', 'registered in the country of work'),
  EMPLOYED: both('работает', 'employed'),
  ENDED: both('работа окончена', 'employment ended'),
  RETURNED: both('вернулся', 'returned'),
  CANCELLED: both('дело прекращено', 'cancelled'),
  NO_SHOW: both('не явился', 'did not arrive'),
};

export const ITEMS: Readonly<Record<ChecklistItem, Bilingual>> = {
  TRAINING: both('подготовка перед выездом', 'training before departure'),
  MEDICAL: both('медицинский допуск проверен', 'medical clearance checked'),
  DOCUMENTS: both('документы', 'documents'),
  LANGUAGE: both('экзамен по языку', 'language test'),
};

export const CLEARANCES: Readonly<Record<OwnClearance, Bilingual>> = {
  CONFIRMED: both('подтверждён', 'confirmed'),
  NOT_CONFIRMED: both('не подтверждён', 'not confirmed'),
  NOT_NEEDED: both('не требуется', 'not needed'),
};

export const LABELS = {
  title: both('Справка о ходе трудоустройства за рубежом', 'How my recruitment case stands'),
  destination: both('Страна работы', 'Country of work'),
  status: both('Состояние дела', 'Status of the case'),
  since: both('С какого дня', 'Since'),
  canProceed: both('Можно продолжать', 'May go on'),
  checklist: both('Что нужно до выезда', 'Needed before departure'),
  clearance: both('Медицинский допуск на сегодня', 'Medical clearance today'),
  validUntil: both('Действует до', 'Valid until'),
  show: both(
    'Покажите этот код работодателю или агентству: он подтверждает допуск и ничего не говорит о здоровье.',
    'Show this code to an employer or agency: it confirms the clearance and says nothing about health.',
  ),
  checked: both('Проверено', 'Checked'),
  by: both('Кем', 'By'),
  receipt: both('Номер ответа', 'Receipt'),
  nameless: both(
    'В этой справке нет имени. Она действительна на время проверки; состояние дела могло измениться.',
    'This slip names nobody. It says how the case stood when it was checked; that may have changed.',
  ),
  consent: both(
    'Согласие на такие запросы можно отозвать в любое время в министерстве труда или в этом центре. Справка бесплатна; за трудоустройство с работника плату не берут.',
    'Consent to such look-ups may be withdrawn at any time, at the labour ministry or at this centre. The slip is free; no worker is charged for being recruited.',
  ),
  yes: both('да', 'yes'),
  no: both('нет', 'no'),
  done: both('сделано', 'done'),
  open: both('ещё нет', 'not yet'),
} as const satisfies Readonly<Record<string, Bilingual>>;
