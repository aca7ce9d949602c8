import { page } from '../../platform/http/reply.ts';
import { get, type Route } from '../../platform/http/route.ts';
import { moisDemande } from '../temps/rules/heures.ts';
import { avant, chiffresDe, lireVue, periodeDe, periodesJusqua } from './rules.ts';
import { activiteDe } from './store.ts';
import { ActivitePage } from './views.tsx';

export const activiteRoutes: readonly Route[] = [
  get('/mon-activite', {
    access: { agent: true },
    handle: async (rq) => {
      const vue = lireVue(rq.query.get('vue'));
      const mois = moisDemande(rq.query.get('mois'), rq.today);
      const periodes = periodesJusqua(vue, mois);
      const shown = periodeDe(vue, mois);
      const lignes = await activiteDe(rq.db, rq.territoire.id, {
        agentId: rq.compte.agentId ?? '',
        periode: { debut: periodes[0]?.debut ?? shown.debut, fin: shown.fin },
        now: rq.now,
      });
      const of = (periode: typeof shown) => chiffresDe(lignes, periode);
      return page({
        title: 'Mon activité',
        body: (
          <ActivitePage
            vue={vue}
            mois={mois}
            today={rq.today}
            chiffres={of(shown)}
            precedents={of(periodeDe(vue, avant(vue, mois, 1)))}
            anDernier={of(periodeDe(vue, mois.subtract({ years: 1 })))}
            suite={periodes.map(of)}
          />
        ),
      });
    },
  }),
];
