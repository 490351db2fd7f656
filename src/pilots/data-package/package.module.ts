import { Module } from '@nestjs/common';
import { PilotsModule } from '../pilots.module.js';
import { PackageController } from './package.controller.js';
import { PackageService } from './package.service.js';

@Module({
  imports: [PilotsModule],
  controllers: [PackageController],
  providers: [PackageService],
})
export class PackageModule {}
