// The owner's work: case studies, skills, achievements, positions.

/** @import { Client, Options, Query } from "./client.js" */

/** @param {Client} client */
export const portfolio = (client) => ({
  /**
   * @param {Query<"GET /api/v1/projects">} [query]
   * @param {Options} [options]
   */
  projects: (query, options) => client.send("GET /api/v1/projects", { query, ...options }),

  /** @param {Options} [options] */
  skills: (options) => client.send("GET /api/v1/skills", options),

  /** @param {Options} [options] */
  achievements: (options) => client.send("GET /api/v1/achievements", options),

  /** @param {Options} [options] */
  experience: (options) => client.send("GET /api/v1/experience", options),
});
