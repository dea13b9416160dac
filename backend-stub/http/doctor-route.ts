import type { FastifyInstance } from 'fastify';
import type { PeopleUseCases } from '../reconcile/use-cases.ts';
import { answerRefusal } from './answers.ts';
import { DoctorReport } from './doctor-schemas.ts';
import { ErrorReply } from './schemas.ts';
import { userOf } from './user.ts';

export function addDoctor(routes: FastifyInstance, useCases: PeopleUseCases): void {
  routes.get(
    '/v1/doctor',
    {
      schema: {
        summary: 'What is wrong between Deck and the cluster; for admins',
        response: { 200: DoctorReport, '4xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const view = await useCases.doctor(userOf(request));
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.report;
    },
  );
}
