import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AvailabilityModule } from './availability/availability.module.js';
import { CoverageModule } from './coverage/coverage.module.js';
import { GapsModule } from './gaps/gaps.module.js';
import { CleanupJobs } from './cleanup-jobs.js';
import { OutreachModule } from './outreach/outreach.module.js';
import { PeopleModule } from './people/people.module.js';
import { PackageModule } from './pilots/data-package/package.module.js';
import { BriefModule } from './pilots/brief/brief.module.js';
import { PilotsModule } from './pilots/pilots.module.js';
import { ReviewsModule } from './pilots/reviews/reviews.module.js';
import { VoicesModule } from './pilots/voices/voices.module.js';
import { Clock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import type { DatabaseAddress } from './platform/database/database-address.js';
import { PlatformModule } from './platform/platform.module.js';
import { QualityModule } from './quality/quality.module.js';
import { schedulingModules } from './scheduling/scheduling-modules.js';
import { SupportModule } from './support/support.module.js';

@Module({})
export class AppModule {
  static forRoot(config: Config, address: DatabaseAddress, clock = new Clock()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, address, clock),
        AccessModule,
        PeopleModule,
        CoverageModule,
        AvailabilityModule,
        ...schedulingModules,
        GapsModule,
        QualityModule,
        SupportModule,
        PilotsModule,
        BriefModule,
        PackageModule,
        ReviewsModule,
        VoicesModule,
        OutreachModule,
      ],
      providers: [CleanupJobs],
    };
  }
}
