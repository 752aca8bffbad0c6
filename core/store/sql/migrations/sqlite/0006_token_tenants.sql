-- SPDX-License-Identifier: Apache-2.0
-- The tenants that an access token is bound to, one a line; empty: it is bound to none and sees all.
ALTER TABLE tokens ADD COLUMN tenants TEXT NOT NULL DEFAULT '';
