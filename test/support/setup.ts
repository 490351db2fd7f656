import '../../src/platform/luxon-settings.js';
// Jest cannot require() an ES module that is still being loaded, which CommonJS packages of Nest's do; so it is loaded first.
import '@nestjs/common';
import '@nestjs/core';
