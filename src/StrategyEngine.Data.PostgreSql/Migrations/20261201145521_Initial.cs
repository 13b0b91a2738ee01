using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StrategyEngine.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "trading");

            migrationBuilder.CreateTable(
                name: "assets",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    symbol = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    asset_class = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    exchange = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    market = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    base_currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true, collation: "C"),
                    quote_currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    settlement_currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true, collation: "C"),
                    contract_size = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    price_precision = table.Column<int>(type: "integer", nullable: false),
                    quantity_precision = table.Column<int>(type: "integer", nullable: false),
                    tick_size = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    step_size = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    min_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    max_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    min_notional = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    max_notional = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    crypto_metadata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    forex_metadata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    stock_metadata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    metadata = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets", x => x.id);
                    table.CheckConstraint("ck_assets_asset_class", "asset_class IN ('crypto', 'forex', 'stock')");
                    table.CheckConstraint("ck_assets_contract_size", "contract_size > 0");
                    table.CheckConstraint("ck_assets_market", "market IN ('spot', 'linear_perpetual', 'inverse_perpetual', 'future', 'cash_equity', 'forex')");
                    table.CheckConstraint("ck_assets_max_notional", "max_notional > 0");
                    table.CheckConstraint("ck_assets_max_quantity", "max_quantity > 0");
                    table.CheckConstraint("ck_assets_min_notional", "min_notional >= 0");
                    table.CheckConstraint("ck_assets_min_quantity", "min_quantity >= 0");
                    table.CheckConstraint("ck_assets_price_precision", "price_precision BETWEEN 0 AND 12");
                    table.CheckConstraint("ck_assets_quantity_precision", "quantity_precision BETWEEN 0 AND 12");
                    table.CheckConstraint("ck_assets_status", "status IN ('trading', 'halted', 'delisted')");
                    table.CheckConstraint("ck_assets_step_size", "step_size > 0");
                    table.CheckConstraint("ck_assets_tick_size", "tick_size > 0");
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    actor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    action = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    entity_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    changes = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => x.id);
                    table.CheckConstraint("ck_audit_entries_action", "action IN ('created', 'updated', 'deleted')");
                });

            migrationBuilder.CreateTable(
                name: "authentication_events",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    detail = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true, collation: "C"),
                    ip_address = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authentication_events", x => new { x.occurred_at, x.id });
                    table.CheckConstraint("ck_authentication_events_kind", "kind IN ('user_registered', 'logged_in', 'login_failed', 'session_refreshed', 'refresh_token_reused', 'session_revoked', 'client_changed', 'password_changed', 'two_factor_enabled', 'two_factor_disabled', 'second_factor_failed', 'stepped_up', 'recovery_codes_replaced', 'recovery_code_redeemed', 'credential_revealed', 'reveal_refused', 'service_credential_created', 'service_credential_revoked', 'service_credential_refused', 'signing_key_revoked', 'user_disabled', 'user_enabled', 'user_erased')");
                });

            migrationBuilder.CreateTable(
                name: "encryption_columns",
                schema: "trading",
                columns: table => new
                {
                    context = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    table_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    column_name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    canary = table.Column<byte[]>(type: "bytea", maxLength: 800, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    adopted_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encryption_columns", x => x.context);
                });

            migrationBuilder.CreateTable(
                name: "encryption_data_keys",
                schema: "trading",
                columns: table => new
                {
                    key_id = table.Column<int>(type: "integer", nullable: false),
                    purpose = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false, collation: "C"),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", unicode: false, maxLength: 16, nullable: false, collation: "C"),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: false),
                    kek_id = table.Column<Guid>(type: "uuid", nullable: false),
                    check_value = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    activated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encryption_data_keys", x => x.key_id);
                });

            migrationBuilder.CreateTable(
                name: "encryption_jobs",
                schema: "trading",
                columns: table => new
                {
                    table_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    target_key_id = table.Column<int>(type: "integer", nullable: false),
                    cursor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    pass = table.Column<int>(type: "integer", nullable: false),
                    scanned = table.Column<long>(type: "bigint", nullable: false),
                    rewritten = table.Column<long>(type: "bigint", nullable: false),
                    conflicts = table.Column<long>(type: "bigint", nullable: false),
                    failed = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encryption_jobs", x => x.table_name);
                });

            migrationBuilder.CreateTable(
                name: "encryption_leases",
                schema: "trading",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    owner = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encryption_leases", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "login_throttles",
                schema: "trading",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    next_allowed_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_throttles", x => x.key);
                    table.CheckConstraint("ck_login_throttles_failures", "failures >= 0");
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    algorithm = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    material = table.Column<byte[]>(type: "bytea", nullable: true),
                    activates_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    retires_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    deletes_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signing_keys", x => x.id);
                    table.CheckConstraint("ck_signing_keys_epoch", "epoch >= 1");
                });

            migrationBuilder.CreateTable(
                name: "users",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    username = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    normalized_username = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    email = table.Column<byte[]>(type: "bytea", nullable: false),
                    password_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    totp_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    totp_created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    totp_last_step = table.Column<long>(type: "bigint", nullable: true),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    is_admin = table.Column<bool>(type: "boolean", nullable: false),
                    security_version = table.Column<int>(type: "integer", nullable: false),
                    last_login_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    login_count = table.Column<int>(type: "integer", nullable: false),
                    email_index = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 16, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    updated_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_users_login_count", "login_count >= 0");
                });

            migrationBuilder.CreateTable(
                name: "candle_coverage",
                schema: "trading",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    timeframe = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    block_start = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    slots = table.Column<byte[]>(type: "bytea", maxLength: 960, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candle_coverage", x => new { x.asset_id, x.timeframe, x.block_start });
                    table.ForeignKey(
                        name: "fk_candle_coverage_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "candle_quarantine",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    timeframe = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    open_time = table.Column<long>(type: "bigint", nullable: false),
                    open = table.Column<string>(type: "character varying(31)", maxLength: 31, nullable: false, collation: "C"),
                    high = table.Column<string>(type: "character varying(31)", maxLength: 31, nullable: false, collation: "C"),
                    low = table.Column<string>(type: "character varying(31)", maxLength: 31, nullable: false, collation: "C"),
                    close = table.Column<string>(type: "character varying(31)", maxLength: 31, nullable: false, collation: "C"),
                    volume = table.Column<string>(type: "character varying(31)", maxLength: 31, nullable: false, collation: "C"),
                    quote_volume = table.Column<string>(type: "character varying(31)", maxLength: 31, nullable: true, collation: "C"),
                    trade_count = table.Column<long>(type: "bigint", nullable: true),
                    closed = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    field = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    refused_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candle_quarantine", x => x.id);
                    table.CheckConstraint("ck_candle_quarantine_reason", "reason IN ('unaligned', 'not_positive', 'negative', 'too_large', 'too_precise', 'high_below_low', 'outside_range', 'too_early', 'in_future', 'large_move', 'no_spread', 'late', 'duplicate')");
                    table.CheckConstraint("ck_candle_quarantine_timeframe", "timeframe IN ('1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '1w', '1mo')");
                    table.ForeignKey(
                        name: "fk_candle_quarantine_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "indicator_states",
                schema: "trading",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    timeframe = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    indicator_version = table.Column<int>(type: "integer", nullable: false),
                    settings = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    last_open_time = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    candle_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    state = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_states", x => new { x.asset_id, x.timeframe, x.indicator_version });
                    table.CheckConstraint("ck_indicator_states_indicator_version", "indicator_version >= 1");
                    table.CheckConstraint("ck_indicator_states_timeframe", "timeframe IN ('1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '1w', '1mo')");
                    table.ForeignKey(
                        name: "fk_indicator_states_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "indicator_values",
                schema: "trading",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    timeframe = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    open_time = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    indicator_version = table.Column<int>(type: "integer", nullable: false),
                    rsi = table.Column<double>(type: "double precision", nullable: true),
                    macd = table.Column<double>(type: "double precision", nullable: true),
                    macd_signal = table.Column<double>(type: "double precision", nullable: true),
                    bollinger_upper = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    bollinger_middle = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    bollinger_lower = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    sma = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    ema = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    wma = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    smma = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_values", x => new { x.asset_id, x.timeframe, x.open_time, x.indicator_version });
                    table.CheckConstraint("ck_indicator_values_indicator_version", "indicator_version >= 1");
                    table.CheckConstraint("ck_indicator_values_rsi", "rsi BETWEEN 0 AND 100");
                    table.ForeignKey(
                        name: "fk_indicator_values_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "market_data",
                schema: "trading",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    timeframe = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    open_time = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    open = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    high = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    low = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    close = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    volume = table.Column<decimal>(type: "numeric(28,8)", precision: 28, scale: 8, nullable: false),
                    quote_volume = table.Column<decimal>(type: "numeric(28,8)", precision: 28, scale: 8, nullable: true),
                    trade_count = table.Column<long>(type: "bigint", nullable: true),
                    closed = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_market_data", x => new { x.asset_id, x.timeframe, x.open_time });
                    table.ForeignKey(
                        name: "fk_market_data_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "equity_marks",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    instant = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    equity = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: false),
                    balance = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    unrealized = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    flow = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_equity_marks", x => x.id);
                    table.CheckConstraint("ck_equity_marks_kind", "kind IN ('live', 'paper', 'backtest')");
                    table.ForeignKey(
                        name: "fk_equity_marks_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "exchange_credentials",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    exchange = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    label = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    api_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    api_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    passphrase = table.Column<byte[]>(type: "bytea", nullable: true),
                    is_testnet = table.Column<bool>(type: "boolean", nullable: false),
                    can_read = table.Column<bool>(type: "boolean", nullable: false),
                    can_trade = table.Column<bool>(type: "boolean", nullable: false),
                    can_withdraw = table.Column<bool>(type: "boolean", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    updated_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_credentials", x => x.id);
                    table.ForeignKey(
                        name: "fk_exchange_credentials_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                schema: "trading",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    redeemed_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery_codes", x => new { x.user_id, x.code_hash });
                    table.ForeignKey(
                        name: "fk_recovery_codes_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "service_credentials",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    secret_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    scopes = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    networks = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    last_refused_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_credentials", x => x.id);
                    table.ForeignKey(
                        name: "fk_service_credentials_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "strategies",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    strategy_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    config = table.Column<byte[]>(type: "bytea", nullable: false),
                    risk_params = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    max_drawdown = table.Column<double>(type: "double precision", nullable: false),
                    max_daily_loss = table.Column<double>(type: "double precision", nullable: true),
                    position_size_pct = table.Column<double>(type: "double precision", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    is_public = table.Column<bool>(type: "boolean", nullable: false),
                    metadata = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    updated_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_strategies", x => x.id);
                    table.CheckConstraint("ck_strategies_max_daily_loss", "max_daily_loss BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_strategies_max_drawdown", "max_drawdown BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_strategies_position_size_pct", "position_size_pct BETWEEN 0 AND 1");
                    table.ForeignKey(
                        name: "fk_strategies_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_sessions",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_type = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    is_remembered = table.Column<bool>(type: "boolean", nullable: false),
                    scopes = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    authentication_methods = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    refresh_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    refresh_previous_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    refresh_salt = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    rotated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    idle_expires_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    absolute_expires_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    security_version = table.Column<int>(type: "integer", nullable: false),
                    ip_address = table.Column<byte[]>(type: "bytea", nullable: true),
                    user_agent = table.Column<byte[]>(type: "bytea", nullable: true),
                    second_factor_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    revoke_reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_sessions", x => x.id);
                    table.CheckConstraint("ck_user_sessions_generation", "generation >= 0");
                    table.CheckConstraint("ck_user_sessions_revoke_reason", "revoke_reason IN ('logged_out', 'revoked_by_user', 'revoked_by_administrator', 'token_reused', 'evicted', 'security_changed', 'account_disabled', 'stepped_up', 'client_changed')");
                    table.CheckConstraint("ck_user_sessions_session_type", "session_type IN ('web', 'mobile', 'api', 'trading')");
                    table.ForeignKey(
                        name: "fk_user_sessions_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trading_accounts",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    exchange = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    exchange_account_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    exchange_credential_id = table.Column<Guid>(type: "uuid", nullable: true),
                    position_mode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    cost_method = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    is_margined = table.Column<bool>(type: "boolean", nullable: false),
                    first_fill_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    updated_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trading_accounts", x => x.id);
                    table.CheckConstraint("ck_trading_accounts_cost_method", "cost_method IN ('average', 'fifo')");
                    table.CheckConstraint("ck_trading_accounts_kind", "kind IN ('live', 'paper', 'backtest')");
                    table.CheckConstraint("ck_trading_accounts_position_mode", "position_mode IN ('netting', 'hedge')");
                    table.ForeignKey(
                        name: "fk_trading_accounts_exchange_credential_id",
                        column: x => x.exchange_credential_id,
                        principalSchema: "trading",
                        principalTable: "exchange_credentials",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trading_accounts_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "performance_metrics",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    strategy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    period = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    start_date = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    end_date = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    formula_version = table.Column<int>(type: "integer", nullable: false),
                    input_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    total_trades = table.Column<int>(type: "integer", nullable: false),
                    winning_trades = table.Column<int>(type: "integer", nullable: false),
                    losing_trades = table.Column<int>(type: "integer", nullable: false),
                    longest_winning_streak = table.Column<int>(type: "integer", nullable: false),
                    longest_losing_streak = table.Column<int>(type: "integer", nullable: false),
                    win_rate = table.Column<double>(type: "double precision", nullable: true),
                    profit_factor = table.Column<double>(type: "double precision", nullable: true),
                    expectancy = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    expectancy_ratio = table.Column<double>(type: "double precision", nullable: true),
                    total_pnl = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: false),
                    gross_profit = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: false),
                    gross_loss = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: false),
                    avg_win = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    avg_loss = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    largest_win = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    largest_loss = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    avg_holding_seconds = table.Column<long>(type: "bigint", nullable: true),
                    turnover = table.Column<decimal>(type: "numeric(28,8)", precision: 28, scale: 8, nullable: true),
                    fees = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    funding = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    exposure = table.Column<double>(type: "double precision", nullable: true),
                    opening_equity = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    closing_equity = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    net_flow = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    total_return = table.Column<double>(type: "double precision", nullable: true),
                    compound_annual_growth_rate = table.Column<double>(type: "double precision", nullable: true),
                    volatility = table.Column<double>(type: "double precision", nullable: true),
                    sharpe_ratio = table.Column<double>(type: "double precision", nullable: true),
                    sortino_ratio = table.Column<double>(type: "double precision", nullable: true),
                    calmar_ratio = table.Column<double>(type: "double precision", nullable: true),
                    max_drawdown = table.Column<double>(type: "double precision", nullable: true),
                    max_drawdown_peak_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    max_drawdown_trough_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    max_drawdown_recovered_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    current_drawdown = table.Column<double>(type: "double precision", nullable: true),
                    observations = table.Column<int>(type: "integer", nullable: true),
                    periods_per_year = table.Column<double>(type: "double precision", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_performance_metrics", x => x.id);
                    table.CheckConstraint("ck_performance_metrics_end_date", "end_date >= start_date");
                    table.CheckConstraint("ck_performance_metrics_exposure", "exposure BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_performance_metrics_formula_version", "formula_version >= 1");
                    table.CheckConstraint("ck_performance_metrics_kind", "kind IN ('live', 'paper', 'backtest')");
                    table.CheckConstraint("ck_performance_metrics_max_drawdown", "max_drawdown <= 0");
                    table.CheckConstraint("ck_performance_metrics_period", "period IN ('daily', 'weekly', 'monthly', 'yearly', 'all_time')");
                    table.CheckConstraint("ck_performance_metrics_trades", "total_trades >= 0 AND winning_trades >= 0 AND losing_trades >= 0 AND winning_trades + losing_trades <= total_trades");
                    table.CheckConstraint("ck_performance_metrics_win_rate", "win_rate BETWEEN 0 AND 1");
                    table.ForeignKey(
                        name: "fk_performance_metrics_strategy_id",
                        column: x => x.strategy_id,
                        principalSchema: "trading",
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_performance_metrics_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "signals",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    strategy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    signal_type = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    known_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    confidence = table.Column<double>(type: "double precision", nullable: false),
                    current_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    entry_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    target_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    stop_loss = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    risk_reward_ratio = table.Column<double>(type: "double precision", nullable: false),
                    profitability_score = table.Column<double>(type: "double precision", nullable: false),
                    market_sentiment = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    timeframe = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    analysis = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    metadata = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signals", x => x.id);
                    table.CheckConstraint("ck_signals_confidence", "confidence BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_signals_current_price", "current_price > 0");
                    table.CheckConstraint("ck_signals_entry_price", "entry_price > 0");
                    table.CheckConstraint("ck_signals_market_sentiment", "market_sentiment IN ('very_bearish', 'bearish', 'neutral', 'bullish', 'very_bullish')");
                    table.CheckConstraint("ck_signals_risk_reward_ratio", "risk_reward_ratio >= 0");
                    table.CheckConstraint("ck_signals_signal_type", "signal_type IN ('strong_sell', 'sell', 'hold', 'buy', 'strong_buy')");
                    table.CheckConstraint("ck_signals_stop_loss", "stop_loss > 0");
                    table.CheckConstraint("ck_signals_target_price", "target_price > 0");
                    table.ForeignKey(
                        name: "fk_signals_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_signals_strategy_id",
                        column: x => x.strategy_id,
                        principalSchema: "trading",
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_signals_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_books",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    last_number = table.Column<long>(type: "bigint", nullable: false),
                    generation = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_books", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_books_account_id",
                        column: x => x.account_id,
                        principalSchema: "trading",
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_account_books_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "runs",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    strategy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    strategy_version = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    code_version = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    parameters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    notes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    updated_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runs", x => x.id);
                    table.CheckConstraint("ck_runs_ended_at", "ended_at >= started_at");
                    table.CheckConstraint("ck_runs_kind", "kind IN ('live', 'paper', 'backtest')");
                    table.CheckConstraint("ck_runs_outcome", "outcome IN ('running', 'completed', 'stopped', 'failed')");
                    table.ForeignKey(
                        name: "fk_runs_account_id",
                        column: x => x.account_id,
                        principalSchema: "trading",
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_runs_strategy_id",
                        column: x => x.strategy_id,
                        principalSchema: "trading",
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_runs_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    strategy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    exchange_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    amount = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entries", x => x.id);
                    table.CheckConstraint("ck_ledger_entries_kind", "kind IN ('deposit', 'withdrawal', 'transfer', 'funding', 'interest', 'delivery', 'fee', 'other')");
                    table.ForeignKey(
                        name: "fk_ledger_entries_account_id",
                        column: x => x.account_id,
                        principalSchema: "trading",
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_ledger_entries_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_ledger_entries_run_id",
                        column: x => x.run_id,
                        principalSchema: "trading",
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_ledger_entries_strategy_id",
                        column: x => x.strategy_id,
                        principalSchema: "trading",
                        principalTable: "strategies",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "orders",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    strategy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    signal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    parent_order_id = table.Column<Guid>(type: "uuid", nullable: true),
                    one_cancels_other_group = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    client_order_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    exchange_order_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    position_side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    time_in_force = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    stop_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    filled_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    filled_value = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    average_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    reported_filled_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    is_reduce_only = table.Column<bool>(type: "boolean", nullable: false),
                    decision_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    reported_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    status_text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    reject_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    placed_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_orders", x => x.id);
                    table.CheckConstraint("ck_orders_average_price", "average_price > 0");
                    table.CheckConstraint("ck_orders_decision_price", "decision_price > 0");
                    table.CheckConstraint("ck_orders_filled_quantity", "filled_quantity >= 0");
                    table.CheckConstraint("ck_orders_filled_value", "filled_value >= 0");
                    table.CheckConstraint("ck_orders_position_side", "position_side IN ('long', 'short')");
                    table.CheckConstraint("ck_orders_price", "price > 0");
                    table.CheckConstraint("ck_orders_quantity", "quantity > 0");
                    table.CheckConstraint("ck_orders_reported_filled_quantity", "reported_filled_quantity >= 0");
                    table.CheckConstraint("ck_orders_reported_status", "reported_status IN ('queued', 'submitted', 'acknowledged', 'partially_filled', 'filled', 'cancel_pending', 'canceled', 'rejected', 'failed', 'expired', 'unknown')");
                    table.CheckConstraint("ck_orders_side", "side IN ('buy', 'sell')");
                    table.CheckConstraint("ck_orders_status", "status IN ('queued', 'submitted', 'acknowledged', 'partially_filled', 'filled', 'cancel_pending', 'canceled', 'rejected', 'failed', 'expired', 'unknown')");
                    table.CheckConstraint("ck_orders_stop_price", "stop_price > 0");
                    table.CheckConstraint("ck_orders_time_in_force", "time_in_force IN ('good_till_canceled', 'immediate_or_cancel', 'fill_or_kill', 'good_till_date', 'day')");
                    table.CheckConstraint("ck_orders_type", "type IN ('market', 'limit', 'stop', 'stop_limit', 'take_profit', 'trailing_stop', 'iceberg', 'bracket')");
                    table.ForeignKey(
                        name: "fk_orders_account_id",
                        column: x => x.account_id,
                        principalSchema: "trading",
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_orders_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_orders_parent_order_id",
                        column: x => x.parent_order_id,
                        principalSchema: "trading",
                        principalTable: "orders",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_orders_run_id",
                        column: x => x.run_id,
                        principalSchema: "trading",
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_orders_signal_id",
                        column: x => x.signal_id,
                        principalSchema: "trading",
                        principalTable: "signals",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_orders_strategy_id",
                        column: x => x.strategy_id,
                        principalSchema: "trading",
                        principalTable: "strategies",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "run_series",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    timeframe = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    from_time = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    to_time = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    coverage_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_series", x => x.id);
                    table.CheckConstraint("ck_run_series_timeframe", "timeframe IN ('1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '1w', '1mo')");
                    table.CheckConstraint("ck_run_series_to_time", "to_time > from_time");
                    table.ForeignKey(
                        name: "fk_run_series_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_run_series_run_id",
                        column: x => x.run_id,
                        principalSchema: "trading",
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "fills",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: true),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    strategy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    exchange_order_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    client_order_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    execution_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    position_side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    contract_size = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    fee_amount = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    fee_currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true, collation: "C"),
                    fee_rate = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    is_maker = table.Column<bool>(type: "boolean", nullable: true),
                    executed_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    excess_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fills", x => x.id);
                    table.CheckConstraint("ck_fills_contract_size", "contract_size > 0");
                    table.CheckConstraint("ck_fills_excess_quantity", "excess_quantity >= 0");
                    table.CheckConstraint("ck_fills_fee_rate", "fee_rate > 0");
                    table.CheckConstraint("ck_fills_position_side", "position_side IN ('long', 'short')");
                    table.CheckConstraint("ck_fills_price", "price > 0");
                    table.CheckConstraint("ck_fills_quantity", "quantity > 0");
                    table.CheckConstraint("ck_fills_side", "side IN ('buy', 'sell')");
                    table.ForeignKey(
                        name: "fk_fills_account_id",
                        column: x => x.account_id,
                        principalSchema: "trading",
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_fills_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_fills_order_id",
                        column: x => x.order_id,
                        principalSchema: "trading",
                        principalTable: "orders",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_fills_run_id",
                        column: x => x.run_id,
                        principalSchema: "trading",
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_fills_strategy_id",
                        column: x => x.strategy_id,
                        principalSchema: "trading",
                        principalTable: "strategies",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "order_events",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    status_text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    stop_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    reported_filled_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    reject_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_order_events", x => x.id);
                    table.CheckConstraint("ck_order_events_price", "price > 0");
                    table.CheckConstraint("ck_order_events_quantity", "quantity > 0");
                    table.CheckConstraint("ck_order_events_reported_filled_quantity", "reported_filled_quantity >= 0");
                    table.CheckConstraint("ck_order_events_status", "status IN ('queued', 'submitted', 'acknowledged', 'partially_filled', 'filled', 'cancel_pending', 'canceled', 'rejected', 'failed', 'expired', 'unknown')");
                    table.CheckConstraint("ck_order_events_stop_price", "stop_price > 0");
                    table.ForeignKey(
                        name: "fk_order_events_order_id",
                        column: x => x.order_id,
                        principalSchema: "trading",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trades",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    strategy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    signal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    parent_trade_id = table.Column<Guid>(type: "uuid", nullable: true),
                    opening_fill_id = table.Column<Guid>(type: "uuid", nullable: true),
                    side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    exchange = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true, collation: "C"),
                    filled_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    exit_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    open_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    dust_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    entry_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    exit_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    fee = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    missing_rates = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    gross_pnl = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    pnl = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    pnl_percentage = table.Column<double>(type: "double precision", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: true),
                    duration_seconds = table.Column<long>(type: "bigint", nullable: true),
                    decision_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    signal_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    highest_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    lowest_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    leverage = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    exit_reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    tag = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    notes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    updated_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trades", x => x.id);
                    table.CheckConstraint("ck_trades_closed_at", "closed_at >= opened_at");
                    table.CheckConstraint("ck_trades_decision_price", "decision_price > 0");
                    table.CheckConstraint("ck_trades_duration_seconds", "duration_seconds >= 0");
                    table.CheckConstraint("ck_trades_dust_quantity", "dust_quantity >= 0");
                    table.CheckConstraint("ck_trades_entry_price", "entry_price > 0");
                    table.CheckConstraint("ck_trades_exit_price", "exit_price > 0");
                    table.CheckConstraint("ck_trades_exit_quantity", "exit_quantity >= 0");
                    table.CheckConstraint("ck_trades_filled_quantity", "filled_quantity >= 0");
                    table.CheckConstraint("ck_trades_highest_price", "highest_price > 0");
                    table.CheckConstraint("ck_trades_leverage", "leverage > 0");
                    table.CheckConstraint("ck_trades_lowest_price", "lowest_price > 0");
                    table.CheckConstraint("ck_trades_open_quantity", "open_quantity >= 0");
                    table.CheckConstraint("ck_trades_quantity", "quantity > 0");
                    table.CheckConstraint("ck_trades_side", "side IN ('buy', 'sell')");
                    table.CheckConstraint("ck_trades_signal_price", "signal_price > 0");
                    table.CheckConstraint("ck_trades_status", "status IN ('pending', 'partially_filled', 'open', 'closed')");
                    table.ForeignKey(
                        name: "fk_trades_account_id",
                        column: x => x.account_id,
                        principalSchema: "trading",
                        principalTable: "trading_accounts",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_opening_fill_id",
                        column: x => x.opening_fill_id,
                        principalSchema: "trading",
                        principalTable: "fills",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_parent_trade_id",
                        column: x => x.parent_trade_id,
                        principalSchema: "trading",
                        principalTable: "trades",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_run_id",
                        column: x => x.run_id,
                        principalSchema: "trading",
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_signal_id",
                        column: x => x.signal_id,
                        principalSchema: "trading",
                        principalTable: "signals",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_strategy_id",
                        column: x => x.strategy_id,
                        principalSchema: "trading",
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_user_id",
                        column: x => x.user_id,
                        principalSchema: "trading",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "positions",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    strategy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    average_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    cost = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    dust_quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    dust_cost = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    contract_size = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    trade_id = table.Column<Guid>(type: "uuid", nullable: true),
                    leverage = table.Column<decimal>(type: "numeric(20,8)", precision: 20, scale: 8, nullable: true),
                    liquidation_price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    last_fill_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_positions", x => x.id);
                    table.CheckConstraint("ck_positions_average_price", "average_price > 0");
                    table.CheckConstraint("ck_positions_contract_size", "contract_size > 0");
                    table.CheckConstraint("ck_positions_dust_quantity", "dust_quantity >= 0");
                    table.CheckConstraint("ck_positions_leverage", "leverage > 0");
                    table.CheckConstraint("ck_positions_liquidation_price", "liquidation_price > 0");
                    table.CheckConstraint("ck_positions_quantity", "quantity >= 0");
                    table.CheckConstraint("ck_positions_side", "side IN ('long', 'short')");
                    table.ForeignKey(
                        name: "fk_positions_account_id",
                        column: x => x.account_id,
                        principalSchema: "trading",
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_positions_asset_id",
                        column: x => x.asset_id,
                        principalSchema: "trading",
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_positions_strategy_id",
                        column: x => x.strategy_id,
                        principalSchema: "trading",
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_positions_trade_id",
                        column: x => x.trade_id,
                        principalSchema: "trading",
                        principalTable: "trades",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "trade_executions",
                schema: "trading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    trade_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fill_id = table.Column<Guid>(type: "uuid", nullable: true),
                    side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    price = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    quantity = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    contract_size = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    fee_amount = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    fee_currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true, collation: "C"),
                    fee_rate = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: true),
                    gross_pnl = table.Column<decimal>(type: "numeric(28,12)", precision: 28, scale: 12, nullable: false),
                    is_maker = table.Column<bool>(type: "boolean", nullable: true),
                    executed_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    exchange_order_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    exchange_execution_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp(3) with time zone", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trade_executions", x => x.id);
                    table.CheckConstraint("ck_trade_executions_contract_size", "contract_size > 0");
                    table.CheckConstraint("ck_trade_executions_fee_rate", "fee_rate > 0");
                    table.CheckConstraint("ck_trade_executions_price", "price > 0");
                    table.CheckConstraint("ck_trade_executions_quantity", "quantity > 0");
                    table.CheckConstraint("ck_trade_executions_side", "side IN ('buy', 'sell')");
                    table.ForeignKey(
                        name: "fk_trade_executions_fill_id",
                        column: x => x.fill_id,
                        principalSchema: "trading",
                        principalTable: "fills",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trade_executions_trade_id",
                        column: x => x.trade_id,
                        principalSchema: "trading",
                        principalTable: "trades",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_books_asset_id",
                schema: "trading",
                table: "account_books",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_account_books_created_at",
                schema: "trading",
                table: "account_books",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "uq_account_books_account_id_asset_id",
                schema: "trading",
                table: "account_books",
                columns: new[] { "account_id", "asset_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_asset_search",
                schema: "trading",
                table: "assets",
                columns: new[] { "asset_class", "is_active", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_created_at",
                schema: "trading",
                table: "assets",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_assets_exchange",
                schema: "trading",
                table: "assets",
                column: "exchange");

            migrationBuilder.CreateIndex(
                name: "ix_assets_is_active",
                schema: "trading",
                table: "assets",
                column: "is_active");

            migrationBuilder.CreateIndex(
                name: "uq_asset_symbol_class",
                schema: "trading",
                table: "assets",
                columns: new[] { "symbol", "asset_class", "exchange", "market" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_audit_entity",
                schema: "trading",
                table: "audit_entries",
                columns: new[] { "entity_type", "entity_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_occurred_at",
                schema: "trading",
                table: "audit_entries",
                column: "occurred_at");

            migrationBuilder.CreateIndex(
                name: "idx_authentication_user",
                schema: "trading",
                table: "authentication_events",
                columns: new[] { "user_id", "occurred_at" },
                filter: "kind <> 'session_refreshed'");

            migrationBuilder.CreateIndex(
                name: "ix_candle_quarantine_asset_id_timeframe_open_time",
                schema: "trading",
                table: "candle_quarantine",
                columns: new[] { "asset_id", "timeframe", "open_time" });

            migrationBuilder.CreateIndex(
                name: "ux_encryption_data_keys_active",
                schema: "trading",
                table: "encryption_data_keys",
                column: "purpose",
                unique: true,
                filter: "state = 'active'");

            migrationBuilder.CreateIndex(
                name: "ux_encryption_data_keys_generation",
                schema: "trading",
                table: "encryption_data_keys",
                columns: new[] { "purpose", "generation" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_equity_mark_search",
                schema: "trading",
                table: "equity_marks",
                columns: new[] { "user_id", "kind", "run_id", "instant" });

            migrationBuilder.CreateIndex(
                name: "ix_exchange_credentials_created_at",
                schema: "trading",
                table: "exchange_credentials",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "uq_exchange_credentials_label",
                schema: "trading",
                table: "exchange_credentials",
                columns: new[] { "user_id", "exchange", "label" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fills_account_id_executed_at",
                schema: "trading",
                table: "fills",
                columns: new[] { "account_id", "executed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_fills_asset_id",
                schema: "trading",
                table: "fills",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_fills_created_at",
                schema: "trading",
                table: "fills",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_fills_order_id",
                schema: "trading",
                table: "fills",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_fills_run_id_executed_at",
                schema: "trading",
                table: "fills",
                columns: new[] { "run_id", "executed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_fills_strategy_id",
                schema: "trading",
                table: "fills",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "uq_fills_account_id_asset_id_number",
                schema: "trading",
                table: "fills",
                columns: new[] { "account_id", "asset_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "uq_fills_execution",
                schema: "trading",
                table: "fills",
                columns: new[] { "account_id", "asset_id", "exchange_order_id", "execution_id", "side" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_account_id_occurred_at",
                schema: "trading",
                table: "ledger_entries",
                columns: new[] { "account_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_asset_id",
                schema: "trading",
                table: "ledger_entries",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_created_at",
                schema: "trading",
                table: "ledger_entries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_run_id_occurred_at",
                schema: "trading",
                table: "ledger_entries",
                columns: new[] { "run_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_strategy_id",
                schema: "trading",
                table: "ledger_entries",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "uq_ledger_entries_account_id_kind_exchange_id",
                schema: "trading",
                table: "ledger_entries",
                columns: new[] { "account_id", "kind", "exchange_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_login_throttles_next_allowed_at",
                schema: "trading",
                table: "login_throttles",
                column: "next_allowed_at");

            migrationBuilder.CreateIndex(
                name: "ix_order_events_created_at",
                schema: "trading",
                table: "order_events",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_order_events_order_id_occurred_at",
                schema: "trading",
                table: "order_events",
                columns: new[] { "order_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_account_id_placed_at",
                schema: "trading",
                table: "orders",
                columns: new[] { "account_id", "placed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_account_id_status_placed_at",
                schema: "trading",
                table: "orders",
                columns: new[] { "account_id", "status", "placed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_asset_id",
                schema: "trading",
                table: "orders",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_orders_created_at",
                schema: "trading",
                table: "orders",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_orders_parent_order_id",
                schema: "trading",
                table: "orders",
                column: "parent_order_id");

            migrationBuilder.CreateIndex(
                name: "ix_orders_run_id_placed_at",
                schema: "trading",
                table: "orders",
                columns: new[] { "run_id", "placed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_signal_id",
                schema: "trading",
                table: "orders",
                column: "signal_id");

            migrationBuilder.CreateIndex(
                name: "ix_orders_strategy_id",
                schema: "trading",
                table: "orders",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "uq_orders_account_id_asset_id_exchange_order_id",
                schema: "trading",
                table: "orders",
                columns: new[] { "account_id", "asset_id", "exchange_order_id" },
                unique: true,
                filter: "exchange_order_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "uq_orders_account_id_client_order_id",
                schema: "trading",
                table: "orders",
                columns: new[] { "account_id", "client_order_id" },
                unique: true,
                filter: "client_order_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_metrics_search",
                schema: "trading",
                table: "performance_metrics",
                columns: new[] { "user_id", "kind", "strategy_id", "currency", "period", "start_date" },
                unique: true,
                filter: "run_id IS NULL AND strategy_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_performance_metrics_created_at",
                schema: "trading",
                table: "performance_metrics",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_performance_metrics_end_date",
                schema: "trading",
                table: "performance_metrics",
                column: "end_date");

            migrationBuilder.CreateIndex(
                name: "ix_performance_metrics_start_date",
                schema: "trading",
                table: "performance_metrics",
                column: "start_date");

            migrationBuilder.CreateIndex(
                name: "ix_performance_metrics_strategy_id",
                schema: "trading",
                table: "performance_metrics",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "uq_metrics_run",
                schema: "trading",
                table: "performance_metrics",
                columns: new[] { "run_id", "currency", "period", "start_date" },
                unique: true,
                filter: "run_id IS NOT NULL AND strategy_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "uq_metrics_run_strategy",
                schema: "trading",
                table: "performance_metrics",
                columns: new[] { "run_id", "strategy_id", "currency", "period", "start_date" },
                unique: true,
                filter: "run_id IS NOT NULL AND strategy_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "uq_metrics_user",
                schema: "trading",
                table: "performance_metrics",
                columns: new[] { "user_id", "kind", "currency", "period", "start_date" },
                unique: true,
                filter: "run_id IS NULL AND strategy_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_positions_asset_id",
                schema: "trading",
                table: "positions",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_positions_created_at",
                schema: "trading",
                table: "positions",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_positions_strategy_id",
                schema: "trading",
                table: "positions",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "ix_positions_trade_id",
                schema: "trading",
                table: "positions",
                column: "trade_id");

            migrationBuilder.CreateIndex(
                name: "uq_positions_strategy",
                schema: "trading",
                table: "positions",
                columns: new[] { "account_id", "asset_id", "strategy_id", "side" },
                unique: true,
                filter: "strategy_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "uq_positions_unclaimed",
                schema: "trading",
                table: "positions",
                columns: new[] { "account_id", "asset_id", "side" },
                unique: true,
                filter: "strategy_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_run_series_asset_id",
                schema: "trading",
                table: "run_series",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_run_series_created_at",
                schema: "trading",
                table: "run_series",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "uq_run_series_run_id_asset_id_timeframe_from",
                schema: "trading",
                table: "run_series",
                columns: new[] { "run_id", "asset_id", "timeframe", "from_time" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_runs_account_id",
                schema: "trading",
                table: "runs",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_runs_created_at",
                schema: "trading",
                table: "runs",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_runs_strategy_id_started_at",
                schema: "trading",
                table: "runs",
                columns: new[] { "strategy_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_runs_user_id_kind_started_at",
                schema: "trading",
                table: "runs",
                columns: new[] { "user_id", "kind", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_service_credentials_user_id_created_at",
                schema: "trading",
                table: "service_credentials",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "idx_signal_search",
                schema: "trading",
                table: "signals",
                columns: new[] { "asset_id", "is_active", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_signals_asset_id_known_at",
                schema: "trading",
                table: "signals",
                columns: new[] { "asset_id", "known_at" });

            migrationBuilder.CreateIndex(
                name: "ix_signals_created_at",
                schema: "trading",
                table: "signals",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_signals_expires_at",
                schema: "trading",
                table: "signals",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_signals_is_active",
                schema: "trading",
                table: "signals",
                column: "is_active");

            migrationBuilder.CreateIndex(
                name: "ix_signals_signal_type",
                schema: "trading",
                table: "signals",
                column: "signal_type");

            migrationBuilder.CreateIndex(
                name: "ix_signals_strategy_id",
                schema: "trading",
                table: "signals",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "ix_signals_user_id",
                schema: "trading",
                table: "signals",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "uq_signing_keys_algorithm_epoch",
                schema: "trading",
                table: "signing_keys",
                columns: new[] { "algorithm", "epoch" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_strategy_search",
                schema: "trading",
                table: "strategies",
                columns: new[] { "user_id", "is_active", "is_public" });

            migrationBuilder.CreateIndex(
                name: "ix_strategies_created_at",
                schema: "trading",
                table: "strategies",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_strategies_is_active",
                schema: "trading",
                table: "strategies",
                column: "is_active");

            migrationBuilder.CreateIndex(
                name: "ix_strategies_name",
                schema: "trading",
                table: "strategies",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_trade_executions_created_at",
                schema: "trading",
                table: "trade_executions",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_trade_executions_executed_at",
                schema: "trading",
                table: "trade_executions",
                column: "executed_at");

            migrationBuilder.CreateIndex(
                name: "ix_trade_executions_fill_id",
                schema: "trading",
                table: "trade_executions",
                column: "fill_id");

            migrationBuilder.CreateIndex(
                name: "uq_trade_executions_exchange_id",
                schema: "trading",
                table: "trade_executions",
                columns: new[] { "trade_id", "exchange_order_id", "exchange_execution_id", "side" },
                unique: true,
                filter: "exchange_execution_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_trade_search",
                schema: "trading",
                table: "trades",
                columns: new[] { "user_id", "strategy_id", "status", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trades_account_id_closed_at",
                schema: "trading",
                table: "trades",
                columns: new[] { "account_id", "closed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trades_account_id_status_opened_at",
                schema: "trading",
                table: "trades",
                columns: new[] { "account_id", "status", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trades_asset_id",
                schema: "trading",
                table: "trades",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_trades_closed_at",
                schema: "trading",
                table: "trades",
                column: "closed_at");

            migrationBuilder.CreateIndex(
                name: "ix_trades_created_at",
                schema: "trading",
                table: "trades",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_trades_opened_at",
                schema: "trading",
                table: "trades",
                column: "opened_at");

            migrationBuilder.CreateIndex(
                name: "ix_trades_parent_trade_id",
                schema: "trading",
                table: "trades",
                column: "parent_trade_id");

            migrationBuilder.CreateIndex(
                name: "ix_trades_run_id_closed_at",
                schema: "trading",
                table: "trades",
                columns: new[] { "run_id", "closed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trades_signal_id",
                schema: "trading",
                table: "trades",
                column: "signal_id");

            migrationBuilder.CreateIndex(
                name: "ix_trades_strategy_id_opened_at",
                schema: "trading",
                table: "trades",
                columns: new[] { "strategy_id", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "uq_trades_opening_fill_id_side",
                schema: "trading",
                table: "trades",
                columns: new[] { "opening_fill_id", "side" },
                unique: true,
                filter: "opening_fill_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_trading_accounts_created_at",
                schema: "trading",
                table: "trading_accounts",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_trading_accounts_exchange_credential_id",
                schema: "trading",
                table: "trading_accounts",
                column: "exchange_credential_id");

            migrationBuilder.CreateIndex(
                name: "uq_trading_accounts_user_id_exchange_kind_name",
                schema: "trading",
                table: "trading_accounts",
                columns: new[] { "user_id", "exchange", "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_session_expires",
                schema: "trading",
                table: "user_sessions",
                column: "absolute_expires_at");

            migrationBuilder.CreateIndex(
                name: "idx_session_user_active",
                schema: "trading",
                table: "user_sessions",
                columns: new[] { "user_id", "revoked_at", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_created_at",
                schema: "trading",
                table: "user_sessions",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_idle_expires_at",
                schema: "trading",
                table: "user_sessions",
                column: "idle_expires_at");

            migrationBuilder.CreateIndex(
                name: "idx_user_active",
                schema: "trading",
                table: "users",
                columns: new[] { "is_active", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_users_created_at",
                schema: "trading",
                table: "users",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "uq_users_email_index",
                schema: "trading",
                table: "users",
                column: "email_index",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "uq_users_normalized_username",
                schema: "trading",
                table: "users",
                column: "normalized_username",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_books",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "audit_entries",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "authentication_events",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "candle_coverage",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "candle_quarantine",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "encryption_columns",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "encryption_data_keys",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "encryption_jobs",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "encryption_leases",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "equity_marks",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "indicator_states",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "indicator_values",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "ledger_entries",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "login_throttles",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "market_data",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "order_events",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "performance_metrics",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "positions",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "recovery_codes",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "run_series",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "service_credentials",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "signing_keys",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "trade_executions",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "user_sessions",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "trades",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "fills",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "orders",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "runs",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "signals",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "trading_accounts",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "assets",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "strategies",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "exchange_credentials",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "users",
                schema: "trading");
        }
    }
}
