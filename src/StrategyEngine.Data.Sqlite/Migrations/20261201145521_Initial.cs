using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StrategyEngine.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "assets",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    asset_class = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    exchange = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    market = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    base_currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    quote_currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    settlement_currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    contract_size = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    price_precision = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity_precision = table.Column<int>(type: "INTEGER", nullable: false),
                    tick_size = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    step_size = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    min_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    max_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    min_notional = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    max_notional = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    is_active = table.Column<long>(type: "INTEGER", nullable: false),
                    crypto_metadata = table.Column<string>(type: "TEXT", nullable: true),
                    forex_metadata = table.Column<string>(type: "TEXT", nullable: true),
                    stock_metadata = table.Column<string>(type: "TEXT", nullable: true),
                    metadata = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets", x => x.id);
                    table.CheckConstraint("ck_assets_asset_class", "asset_class IN ('crypto', 'forex', 'stock')");
                    table.CheckConstraint("ck_assets_contract_size", "CAST(contract_size AS REAL) > 0");
                    table.CheckConstraint("ck_assets_market", "market IN ('spot', 'linear_perpetual', 'inverse_perpetual', 'future', 'cash_equity', 'forex')");
                    table.CheckConstraint("ck_assets_max_notional", "CAST(max_notional AS REAL) > 0");
                    table.CheckConstraint("ck_assets_max_quantity", "CAST(max_quantity AS REAL) > 0");
                    table.CheckConstraint("ck_assets_min_notional", "CAST(min_notional AS REAL) >= 0");
                    table.CheckConstraint("ck_assets_min_quantity", "CAST(min_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_assets_price_precision", "price_precision BETWEEN 0 AND 12");
                    table.CheckConstraint("ck_assets_quantity_precision", "quantity_precision BETWEEN 0 AND 12");
                    table.CheckConstraint("ck_assets_status", "status IN ('trading', 'halted', 'delisted')");
                    table.CheckConstraint("ck_assets_step_size", "CAST(step_size AS REAL) > 0");
                    table.CheckConstraint("ck_assets_tick_size", "CAST(tick_size AS REAL) > 0");
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    action = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    entity_type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    entity_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    changes = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => x.id);
                    table.CheckConstraint("ck_audit_entries_action", "action IN ('created', 'updated', 'deleted')");
                });

            migrationBuilder.CreateTable(
                name: "authentication_events",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    session_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    subject_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    detail = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ip_address = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authentication_events", x => new { x.occurred_at, x.id });
                    table.CheckConstraint("ck_authentication_events_kind", "kind IN ('user_registered', 'logged_in', 'login_failed', 'session_refreshed', 'refresh_token_reused', 'session_revoked', 'client_changed', 'password_changed', 'two_factor_enabled', 'two_factor_disabled', 'second_factor_failed', 'stepped_up', 'recovery_codes_replaced', 'recovery_code_redeemed', 'credential_revealed', 'reveal_refused', 'service_credential_created', 'service_credential_revoked', 'service_credential_refused', 'signing_key_revoked', 'user_disabled', 'user_enabled', 'user_erased')");
                });

            migrationBuilder.CreateTable(
                name: "encryption_columns",
                columns: table => new
                {
                    context = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    table_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    column_name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    canary = table.Column<byte[]>(type: "BLOB", maxLength: 800, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    adopted_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encryption_columns", x => x.context);
                });

            migrationBuilder.CreateTable(
                name: "encryption_data_keys",
                columns: table => new
                {
                    key_id = table.Column<int>(type: "INTEGER", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", unicode: false, maxLength: 16, nullable: false),
                    wrapped = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kek_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    check_value = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    activated_at = table.Column<long>(type: "INTEGER", nullable: true),
                    retired_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encryption_data_keys", x => x.key_id);
                });

            migrationBuilder.CreateTable(
                name: "encryption_jobs",
                columns: table => new
                {
                    table_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    target_key_id = table.Column<int>(type: "INTEGER", nullable: false),
                    cursor = table.Column<string>(type: "TEXT", nullable: true),
                    pass = table.Column<int>(type: "INTEGER", nullable: false),
                    scanned = table.Column<long>(type: "INTEGER", nullable: false),
                    rewritten = table.Column<long>(type: "INTEGER", nullable: false),
                    conflicts = table.Column<long>(type: "INTEGER", nullable: false),
                    failed = table.Column<long>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    completed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encryption_jobs", x => x.table_name);
                });

            migrationBuilder.CreateTable(
                name: "encryption_leases",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encryption_leases", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "login_throttles",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    next_allowed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_throttles", x => x.key);
                    table.CheckConstraint("ck_login_throttles_failures", "failures >= 0");
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    algorithm = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    material = table.Column<byte[]>(type: "BLOB", nullable: true),
                    activates_at = table.Column<long>(type: "INTEGER", nullable: false),
                    retires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    deletes_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signing_keys", x => x.id);
                    table.CheckConstraint("ck_signing_keys_epoch", "epoch >= 1");
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    username = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    normalized_username = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    email = table.Column<byte[]>(type: "BLOB", nullable: false),
                    password_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    totp_secret = table.Column<byte[]>(type: "BLOB", nullable: true),
                    totp_created_at = table.Column<long>(type: "INTEGER", nullable: true),
                    totp_last_step = table.Column<long>(type: "INTEGER", nullable: true),
                    two_factor_enabled = table.Column<long>(type: "INTEGER", nullable: false),
                    is_active = table.Column<long>(type: "INTEGER", nullable: false),
                    is_admin = table.Column<long>(type: "INTEGER", nullable: false),
                    security_version = table.Column<int>(type: "INTEGER", nullable: false),
                    last_login_at = table.Column<long>(type: "INTEGER", nullable: true),
                    login_count = table.Column<int>(type: "INTEGER", nullable: false),
                    email_index = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    updated_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_users_login_count", "login_count >= 0");
                });

            migrationBuilder.CreateTable(
                name: "candle_coverage",
                columns: table => new
                {
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    timeframe = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    block_start = table.Column<long>(type: "INTEGER", nullable: false),
                    slots = table.Column<byte[]>(type: "BLOB", maxLength: 960, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candle_coverage", x => new { x.asset_id, x.timeframe, x.block_start });
                    table.ForeignKey(
                        name: "fk_candle_coverage_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "candle_quarantine",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    timeframe = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    open_time = table.Column<long>(type: "INTEGER", nullable: false),
                    open = table.Column<string>(type: "TEXT", maxLength: 31, nullable: false),
                    high = table.Column<string>(type: "TEXT", maxLength: 31, nullable: false),
                    low = table.Column<string>(type: "TEXT", maxLength: 31, nullable: false),
                    close = table.Column<string>(type: "TEXT", maxLength: 31, nullable: false),
                    volume = table.Column<string>(type: "TEXT", maxLength: 31, nullable: false),
                    quote_volume = table.Column<string>(type: "TEXT", maxLength: 31, nullable: true),
                    trade_count = table.Column<long>(type: "INTEGER", nullable: true),
                    closed = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    field = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    refused_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candle_quarantine", x => x.id);
                    table.CheckConstraint("ck_candle_quarantine_reason", "reason IN ('unaligned', 'not_positive', 'negative', 'too_large', 'too_precise', 'high_below_low', 'outside_range', 'too_early', 'in_future', 'large_move', 'no_spread', 'late', 'duplicate')");
                    table.CheckConstraint("ck_candle_quarantine_timeframe", "timeframe IN ('1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '1w', '1mo')");
                    table.ForeignKey(
                        name: "fk_candle_quarantine_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "indicator_states",
                columns: table => new
                {
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    timeframe = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    indicator_version = table.Column<int>(type: "INTEGER", nullable: false),
                    settings = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    last_open_time = table.Column<long>(type: "INTEGER", nullable: false),
                    candle_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    state = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_states", x => new { x.asset_id, x.timeframe, x.indicator_version });
                    table.CheckConstraint("ck_indicator_states_indicator_version", "indicator_version >= 1");
                    table.CheckConstraint("ck_indicator_states_timeframe", "timeframe IN ('1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '1w', '1mo')");
                    table.ForeignKey(
                        name: "fk_indicator_states_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "indicator_values",
                columns: table => new
                {
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    timeframe = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    open_time = table.Column<long>(type: "INTEGER", nullable: false),
                    indicator_version = table.Column<int>(type: "INTEGER", nullable: false),
                    rsi = table.Column<double>(type: "REAL", nullable: true),
                    macd = table.Column<double>(type: "REAL", nullable: true),
                    macd_signal = table.Column<double>(type: "REAL", nullable: true),
                    bollinger_upper = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    bollinger_middle = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    bollinger_lower = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    sma = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    ema = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    wma = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    smma = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_values", x => new { x.asset_id, x.timeframe, x.open_time, x.indicator_version });
                    table.CheckConstraint("ck_indicator_values_indicator_version", "indicator_version >= 1");
                    table.CheckConstraint("ck_indicator_values_rsi", "rsi BETWEEN 0 AND 100");
                    table.ForeignKey(
                        name: "fk_indicator_values_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "market_data",
                columns: table => new
                {
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    timeframe = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    open_time = table.Column<long>(type: "INTEGER", nullable: false),
                    open = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    high = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    low = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    close = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    volume = table.Column<decimal>(type: "TEXT", precision: 28, scale: 8, nullable: false),
                    quote_volume = table.Column<decimal>(type: "TEXT", precision: 28, scale: 8, nullable: true),
                    trade_count = table.Column<long>(type: "INTEGER", nullable: true),
                    closed = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_market_data", x => new { x.asset_id, x.timeframe, x.open_time });
                    table.ForeignKey(
                        name: "fk_market_data_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "equity_marks",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    instant = table.Column<long>(type: "INTEGER", nullable: false),
                    equity = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    balance = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    unrealized = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    flow = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_equity_marks", x => x.id);
                    table.CheckConstraint("ck_equity_marks_kind", "kind IN ('live', 'paper', 'backtest')");
                    table.ForeignKey(
                        name: "fk_equity_marks_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "exchange_credentials",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    exchange = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    label = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    api_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    api_secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    passphrase = table.Column<byte[]>(type: "BLOB", nullable: true),
                    is_testnet = table.Column<long>(type: "INTEGER", nullable: false),
                    can_read = table.Column<long>(type: "INTEGER", nullable: false),
                    can_trade = table.Column<long>(type: "INTEGER", nullable: false),
                    can_withdraw = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    updated_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_credentials", x => x.id);
                    table.ForeignKey(
                        name: "fk_exchange_credentials_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    code_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    redeemed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery_codes", x => new { x.user_id, x.code_hash });
                    table.ForeignKey(
                        name: "fk_recovery_codes_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "service_credentials",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    scopes = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    networks = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_refused_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_credentials", x => x.id);
                    table.ForeignKey(
                        name: "fk_service_credentials_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "strategies",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    strategy_type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    config = table.Column<byte[]>(type: "BLOB", nullable: false),
                    risk_params = table.Column<string>(type: "TEXT", nullable: false),
                    max_drawdown = table.Column<double>(type: "REAL", nullable: false),
                    max_daily_loss = table.Column<double>(type: "REAL", nullable: true),
                    position_size_pct = table.Column<double>(type: "REAL", nullable: false),
                    is_active = table.Column<long>(type: "INTEGER", nullable: false),
                    is_public = table.Column<long>(type: "INTEGER", nullable: false),
                    metadata = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    updated_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
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
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_sessions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    session_type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    is_remembered = table.Column<long>(type: "INTEGER", nullable: false),
                    scopes = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    authentication_methods = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    refresh_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    refresh_previous_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    refresh_salt = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    rotated_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    idle_expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    absolute_expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    security_version = table.Column<int>(type: "INTEGER", nullable: false),
                    ip_address = table.Column<byte[]>(type: "BLOB", nullable: true),
                    user_agent = table.Column<byte[]>(type: "BLOB", nullable: true),
                    second_factor_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoke_reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trading_accounts",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    exchange = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    exchange_account_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    exchange_credential_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    position_mode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    cost_method = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    is_margined = table.Column<long>(type: "INTEGER", nullable: false),
                    first_fill_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    updated_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
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
                        principalTable: "exchange_credentials",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trading_accounts_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "performance_metrics",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    period = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    start_date = table.Column<long>(type: "INTEGER", nullable: false),
                    end_date = table.Column<long>(type: "INTEGER", nullable: false),
                    formula_version = table.Column<int>(type: "INTEGER", nullable: false),
                    input_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    total_trades = table.Column<int>(type: "INTEGER", nullable: false),
                    winning_trades = table.Column<int>(type: "INTEGER", nullable: false),
                    losing_trades = table.Column<int>(type: "INTEGER", nullable: false),
                    longest_winning_streak = table.Column<int>(type: "INTEGER", nullable: false),
                    longest_losing_streak = table.Column<int>(type: "INTEGER", nullable: false),
                    win_rate = table.Column<double>(type: "REAL", nullable: true),
                    profit_factor = table.Column<double>(type: "REAL", nullable: true),
                    expectancy = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    expectancy_ratio = table.Column<double>(type: "REAL", nullable: true),
                    total_pnl = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    gross_profit = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    gross_loss = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    avg_win = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    avg_loss = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    largest_win = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    largest_loss = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    avg_holding_seconds = table.Column<long>(type: "INTEGER", nullable: true),
                    turnover = table.Column<decimal>(type: "TEXT", precision: 28, scale: 8, nullable: true),
                    fees = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    funding = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    exposure = table.Column<double>(type: "REAL", nullable: true),
                    opening_equity = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    closing_equity = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    net_flow = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    total_return = table.Column<double>(type: "REAL", nullable: true),
                    compound_annual_growth_rate = table.Column<double>(type: "REAL", nullable: true),
                    volatility = table.Column<double>(type: "REAL", nullable: true),
                    sharpe_ratio = table.Column<double>(type: "REAL", nullable: true),
                    sortino_ratio = table.Column<double>(type: "REAL", nullable: true),
                    calmar_ratio = table.Column<double>(type: "REAL", nullable: true),
                    max_drawdown = table.Column<double>(type: "REAL", nullable: true),
                    max_drawdown_peak_at = table.Column<long>(type: "INTEGER", nullable: true),
                    max_drawdown_trough_at = table.Column<long>(type: "INTEGER", nullable: true),
                    max_drawdown_recovered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    current_drawdown = table.Column<double>(type: "REAL", nullable: true),
                    observations = table.Column<int>(type: "INTEGER", nullable: true),
                    periods_per_year = table.Column<double>(type: "REAL", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_performance_metrics_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "signals",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    signal_type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    known_at = table.Column<long>(type: "INTEGER", nullable: false),
                    confidence = table.Column<double>(type: "REAL", nullable: false),
                    current_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    entry_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    target_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    stop_loss = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    risk_reward_ratio = table.Column<double>(type: "REAL", nullable: false),
                    profitability_score = table.Column<double>(type: "REAL", nullable: false),
                    market_sentiment = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    timeframe = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    analysis = table.Column<string>(type: "TEXT", nullable: true),
                    is_active = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    metadata = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signals", x => x.id);
                    table.CheckConstraint("ck_signals_confidence", "confidence BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_signals_current_price", "CAST(current_price AS REAL) > 0");
                    table.CheckConstraint("ck_signals_entry_price", "CAST(entry_price AS REAL) > 0");
                    table.CheckConstraint("ck_signals_market_sentiment", "market_sentiment IN ('very_bearish', 'bearish', 'neutral', 'bullish', 'very_bullish')");
                    table.CheckConstraint("ck_signals_risk_reward_ratio", "risk_reward_ratio >= 0");
                    table.CheckConstraint("ck_signals_signal_type", "signal_type IN ('strong_sell', 'sell', 'hold', 'buy', 'strong_buy')");
                    table.CheckConstraint("ck_signals_stop_loss", "CAST(stop_loss AS REAL) > 0");
                    table.CheckConstraint("ck_signals_target_price", "CAST(target_price AS REAL) > 0");
                    table.ForeignKey(
                        name: "fk_signals_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_signals_strategy_id",
                        column: x => x.strategy_id,
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_signals_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_books",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    last_number = table.Column<long>(type: "INTEGER", nullable: false),
                    generation = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_books", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_books_account_id",
                        column: x => x.account_id,
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_account_books_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    strategy_version = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    code_version = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    parameters = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    notes = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    updated_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
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
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_runs_strategy_id",
                        column: x => x.strategy_id,
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_runs_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    exchange_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    amount = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entries", x => x.id);
                    table.CheckConstraint("ck_ledger_entries_kind", "kind IN ('deposit', 'withdrawal', 'transfer', 'funding', 'interest', 'delivery', 'fee', 'other')");
                    table.ForeignKey(
                        name: "fk_ledger_entries_account_id",
                        column: x => x.account_id,
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_ledger_entries_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_ledger_entries_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_ledger_entries_strategy_id",
                        column: x => x.strategy_id,
                        principalTable: "strategies",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    signal_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    parent_order_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    one_cancels_other_group = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    client_order_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    exchange_order_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    position_side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    time_in_force = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    stop_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    filled_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    filled_value = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    average_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    reported_filled_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    is_reduce_only = table.Column<long>(type: "INTEGER", nullable: false),
                    decision_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reported_status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    status_text = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    reject_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    placed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reported_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_orders", x => x.id);
                    table.CheckConstraint("ck_orders_average_price", "CAST(average_price AS REAL) > 0");
                    table.CheckConstraint("ck_orders_decision_price", "CAST(decision_price AS REAL) > 0");
                    table.CheckConstraint("ck_orders_filled_quantity", "CAST(filled_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_orders_filled_value", "CAST(filled_value AS REAL) >= 0");
                    table.CheckConstraint("ck_orders_position_side", "position_side IN ('long', 'short')");
                    table.CheckConstraint("ck_orders_price", "CAST(price AS REAL) > 0");
                    table.CheckConstraint("ck_orders_quantity", "CAST(quantity AS REAL) > 0");
                    table.CheckConstraint("ck_orders_reported_filled_quantity", "CAST(reported_filled_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_orders_reported_status", "reported_status IN ('queued', 'submitted', 'acknowledged', 'partially_filled', 'filled', 'cancel_pending', 'canceled', 'rejected', 'failed', 'expired', 'unknown')");
                    table.CheckConstraint("ck_orders_side", "side IN ('buy', 'sell')");
                    table.CheckConstraint("ck_orders_status", "status IN ('queued', 'submitted', 'acknowledged', 'partially_filled', 'filled', 'cancel_pending', 'canceled', 'rejected', 'failed', 'expired', 'unknown')");
                    table.CheckConstraint("ck_orders_stop_price", "CAST(stop_price AS REAL) > 0");
                    table.CheckConstraint("ck_orders_time_in_force", "time_in_force IN ('good_till_canceled', 'immediate_or_cancel', 'fill_or_kill', 'good_till_date', 'day')");
                    table.CheckConstraint("ck_orders_type", "type IN ('market', 'limit', 'stop', 'stop_limit', 'take_profit', 'trailing_stop', 'iceberg', 'bracket')");
                    table.ForeignKey(
                        name: "fk_orders_account_id",
                        column: x => x.account_id,
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_orders_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_orders_parent_order_id",
                        column: x => x.parent_order_id,
                        principalTable: "orders",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_orders_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_orders_signal_id",
                        column: x => x.signal_id,
                        principalTable: "signals",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_orders_strategy_id",
                        column: x => x.strategy_id,
                        principalTable: "strategies",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "run_series",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    timeframe = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    from_time = table.Column<long>(type: "INTEGER", nullable: false),
                    to_time = table.Column<long>(type: "INTEGER", nullable: false),
                    coverage_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_series", x => x.id);
                    table.CheckConstraint("ck_run_series_timeframe", "timeframe IN ('1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '1w', '1mo')");
                    table.CheckConstraint("ck_run_series_to_time", "to_time > from_time");
                    table.ForeignKey(
                        name: "fk_run_series_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_run_series_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "fills",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    order_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    exchange_order_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    client_order_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    execution_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    position_side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    contract_size = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    fee_amount = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    fee_currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    fee_rate = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    is_maker = table.Column<long>(type: "INTEGER", nullable: true),
                    executed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    excess_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fills", x => x.id);
                    table.CheckConstraint("ck_fills_contract_size", "CAST(contract_size AS REAL) > 0");
                    table.CheckConstraint("ck_fills_excess_quantity", "CAST(excess_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_fills_fee_rate", "CAST(fee_rate AS REAL) > 0");
                    table.CheckConstraint("ck_fills_position_side", "position_side IN ('long', 'short')");
                    table.CheckConstraint("ck_fills_price", "CAST(price AS REAL) > 0");
                    table.CheckConstraint("ck_fills_quantity", "CAST(quantity AS REAL) > 0");
                    table.CheckConstraint("ck_fills_side", "side IN ('buy', 'sell')");
                    table.ForeignKey(
                        name: "fk_fills_account_id",
                        column: x => x.account_id,
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_fills_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_fills_order_id",
                        column: x => x.order_id,
                        principalTable: "orders",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_fills_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_fills_strategy_id",
                        column: x => x.strategy_id,
                        principalTable: "strategies",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "order_events",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    order_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    status_text = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    stop_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    reported_filled_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    reject_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_order_events", x => x.id);
                    table.CheckConstraint("ck_order_events_price", "CAST(price AS REAL) > 0");
                    table.CheckConstraint("ck_order_events_quantity", "CAST(quantity AS REAL) > 0");
                    table.CheckConstraint("ck_order_events_reported_filled_quantity", "CAST(reported_filled_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_order_events_status", "status IN ('queued', 'submitted', 'acknowledged', 'partially_filled', 'filled', 'cancel_pending', 'canceled', 'rejected', 'failed', 'expired', 'unknown')");
                    table.CheckConstraint("ck_order_events_stop_price", "CAST(stop_price AS REAL) > 0");
                    table.ForeignKey(
                        name: "fk_order_events_order_id",
                        column: x => x.order_id,
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trades",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    signal_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    parent_trade_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    opening_fill_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    exchange = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    filled_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    exit_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    open_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    dust_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    entry_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    exit_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    fee = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    missing_rates = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    gross_pnl = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    pnl = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    pnl_percentage = table.Column<double>(type: "REAL", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    duration_seconds = table.Column<long>(type: "INTEGER", nullable: true),
                    decision_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    signal_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    highest_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    lowest_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    leverage = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    exit_reason = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    tag = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    notes = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    updated_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trades", x => x.id);
                    table.CheckConstraint("ck_trades_closed_at", "closed_at >= opened_at");
                    table.CheckConstraint("ck_trades_decision_price", "CAST(decision_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_duration_seconds", "duration_seconds >= 0");
                    table.CheckConstraint("ck_trades_dust_quantity", "CAST(dust_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_trades_entry_price", "CAST(entry_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_exit_price", "CAST(exit_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_exit_quantity", "CAST(exit_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_trades_filled_quantity", "CAST(filled_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_trades_highest_price", "CAST(highest_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_leverage", "CAST(leverage AS REAL) > 0");
                    table.CheckConstraint("ck_trades_lowest_price", "CAST(lowest_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_open_quantity", "CAST(open_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_trades_quantity", "CAST(quantity AS REAL) > 0");
                    table.CheckConstraint("ck_trades_side", "side IN ('buy', 'sell')");
                    table.CheckConstraint("ck_trades_signal_price", "CAST(signal_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_status", "status IN ('pending', 'partially_filled', 'open', 'closed')");
                    table.ForeignKey(
                        name: "fk_trades_account_id",
                        column: x => x.account_id,
                        principalTable: "trading_accounts",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_opening_fill_id",
                        column: x => x.opening_fill_id,
                        principalTable: "fills",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_parent_trade_id",
                        column: x => x.parent_trade_id,
                        principalTable: "trades",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_signal_id",
                        column: x => x.signal_id,
                        principalTable: "signals",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_strategy_id",
                        column: x => x.strategy_id,
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "positions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    average_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    cost = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    dust_quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    dust_cost = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    contract_size = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    trade_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    leverage = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    liquidation_price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    last_fill_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_positions", x => x.id);
                    table.CheckConstraint("ck_positions_average_price", "CAST(average_price AS REAL) > 0");
                    table.CheckConstraint("ck_positions_contract_size", "CAST(contract_size AS REAL) > 0");
                    table.CheckConstraint("ck_positions_dust_quantity", "CAST(dust_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_positions_leverage", "CAST(leverage AS REAL) > 0");
                    table.CheckConstraint("ck_positions_liquidation_price", "CAST(liquidation_price AS REAL) > 0");
                    table.CheckConstraint("ck_positions_quantity", "CAST(quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_positions_side", "side IN ('long', 'short')");
                    table.ForeignKey(
                        name: "fk_positions_account_id",
                        column: x => x.account_id,
                        principalTable: "trading_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_positions_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_positions_strategy_id",
                        column: x => x.strategy_id,
                        principalTable: "strategies",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_positions_trade_id",
                        column: x => x.trade_id,
                        principalTable: "trades",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "trade_executions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    trade_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    fill_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    price = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    quantity = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    contract_size = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    fee_amount = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    fee_currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    fee_rate = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: true),
                    gross_pnl = table.Column<decimal>(type: "TEXT", precision: 28, scale: 12, nullable: false),
                    is_maker = table.Column<long>(type: "INTEGER", nullable: true),
                    executed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    exchange_order_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    exchange_execution_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trade_executions", x => x.id);
                    table.CheckConstraint("ck_trade_executions_contract_size", "CAST(contract_size AS REAL) > 0");
                    table.CheckConstraint("ck_trade_executions_fee_rate", "CAST(fee_rate AS REAL) > 0");
                    table.CheckConstraint("ck_trade_executions_price", "CAST(price AS REAL) > 0");
                    table.CheckConstraint("ck_trade_executions_quantity", "CAST(quantity AS REAL) > 0");
                    table.CheckConstraint("ck_trade_executions_side", "side IN ('buy', 'sell')");
                    table.ForeignKey(
                        name: "fk_trade_executions_fill_id",
                        column: x => x.fill_id,
                        principalTable: "fills",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trade_executions_trade_id",
                        column: x => x.trade_id,
                        principalTable: "trades",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_books_asset_id",
                table: "account_books",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_account_books_created_at",
                table: "account_books",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "uq_account_books_account_id_asset_id",
                table: "account_books",
                columns: new[] { "account_id", "asset_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_asset_search",
                table: "assets",
                columns: new[] { "asset_class", "is_active", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_created_at",
                table: "assets",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_assets_exchange",
                table: "assets",
                column: "exchange");

            migrationBuilder.CreateIndex(
                name: "ix_assets_is_active",
                table: "assets",
                column: "is_active");

            migrationBuilder.CreateIndex(
                name: "uq_asset_symbol_class",
                table: "assets",
                columns: new[] { "symbol", "asset_class", "exchange", "market" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_audit_entity",
                table: "audit_entries",
                columns: new[] { "entity_type", "entity_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_occurred_at",
                table: "audit_entries",
                column: "occurred_at");

            migrationBuilder.CreateIndex(
                name: "idx_authentication_user",
                table: "authentication_events",
                columns: new[] { "user_id", "occurred_at" },
                filter: "kind <> 'session_refreshed'");

            migrationBuilder.CreateIndex(
                name: "ix_candle_quarantine_asset_id_timeframe_open_time",
                table: "candle_quarantine",
                columns: new[] { "asset_id", "timeframe", "open_time" });

            migrationBuilder.CreateIndex(
                name: "ux_encryption_data_keys_active",
                table: "encryption_data_keys",
                column: "purpose",
                unique: true,
                filter: "state = 'active'");

            migrationBuilder.CreateIndex(
                name: "ux_encryption_data_keys_generation",
                table: "encryption_data_keys",
                columns: new[] { "purpose", "generation" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_equity_mark_search",
                table: "equity_marks",
                columns: new[] { "user_id", "kind", "run_id", "instant" });

            migrationBuilder.CreateIndex(
                name: "ix_exchange_credentials_created_at",
                table: "exchange_credentials",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "uq_exchange_credentials_label",
                table: "exchange_credentials",
                columns: new[] { "user_id", "exchange", "label" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fills_account_id_executed_at",
                table: "fills",
                columns: new[] { "account_id", "executed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_fills_asset_id",
                table: "fills",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_fills_created_at",
                table: "fills",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_fills_order_id",
                table: "fills",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_fills_run_id_executed_at",
                table: "fills",
                columns: new[] { "run_id", "executed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_fills_strategy_id",
                table: "fills",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "uq_fills_account_id_asset_id_number",
                table: "fills",
                columns: new[] { "account_id", "asset_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "uq_fills_execution",
                table: "fills",
                columns: new[] { "account_id", "asset_id", "exchange_order_id", "execution_id", "side" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_account_id_occurred_at",
                table: "ledger_entries",
                columns: new[] { "account_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_asset_id",
                table: "ledger_entries",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_created_at",
                table: "ledger_entries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_run_id_occurred_at",
                table: "ledger_entries",
                columns: new[] { "run_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_strategy_id",
                table: "ledger_entries",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "uq_ledger_entries_account_id_kind_exchange_id",
                table: "ledger_entries",
                columns: new[] { "account_id", "kind", "exchange_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_login_throttles_next_allowed_at",
                table: "login_throttles",
                column: "next_allowed_at");

            migrationBuilder.CreateIndex(
                name: "ix_order_events_created_at",
                table: "order_events",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_order_events_order_id_occurred_at",
                table: "order_events",
                columns: new[] { "order_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_account_id_placed_at",
                table: "orders",
                columns: new[] { "account_id", "placed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_account_id_status_placed_at",
                table: "orders",
                columns: new[] { "account_id", "status", "placed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_asset_id",
                table: "orders",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_orders_created_at",
                table: "orders",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_orders_parent_order_id",
                table: "orders",
                column: "parent_order_id");

            migrationBuilder.CreateIndex(
                name: "ix_orders_run_id_placed_at",
                table: "orders",
                columns: new[] { "run_id", "placed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_signal_id",
                table: "orders",
                column: "signal_id");

            migrationBuilder.CreateIndex(
                name: "ix_orders_strategy_id",
                table: "orders",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "uq_orders_account_id_asset_id_exchange_order_id",
                table: "orders",
                columns: new[] { "account_id", "asset_id", "exchange_order_id" },
                unique: true,
                filter: "exchange_order_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "uq_orders_account_id_client_order_id",
                table: "orders",
                columns: new[] { "account_id", "client_order_id" },
                unique: true,
                filter: "client_order_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_metrics_search",
                table: "performance_metrics",
                columns: new[] { "user_id", "kind", "strategy_id", "currency", "period", "start_date" },
                unique: true,
                filter: "run_id IS NULL AND strategy_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_performance_metrics_created_at",
                table: "performance_metrics",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_performance_metrics_end_date",
                table: "performance_metrics",
                column: "end_date");

            migrationBuilder.CreateIndex(
                name: "ix_performance_metrics_start_date",
                table: "performance_metrics",
                column: "start_date");

            migrationBuilder.CreateIndex(
                name: "ix_performance_metrics_strategy_id",
                table: "performance_metrics",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "uq_metrics_run",
                table: "performance_metrics",
                columns: new[] { "run_id", "currency", "period", "start_date" },
                unique: true,
                filter: "run_id IS NOT NULL AND strategy_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "uq_metrics_run_strategy",
                table: "performance_metrics",
                columns: new[] { "run_id", "strategy_id", "currency", "period", "start_date" },
                unique: true,
                filter: "run_id IS NOT NULL AND strategy_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "uq_metrics_user",
                table: "performance_metrics",
                columns: new[] { "user_id", "kind", "currency", "period", "start_date" },
                unique: true,
                filter: "run_id IS NULL AND strategy_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_positions_asset_id",
                table: "positions",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_positions_created_at",
                table: "positions",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_positions_strategy_id",
                table: "positions",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "ix_positions_trade_id",
                table: "positions",
                column: "trade_id");

            migrationBuilder.CreateIndex(
                name: "uq_positions_strategy",
                table: "positions",
                columns: new[] { "account_id", "asset_id", "strategy_id", "side" },
                unique: true,
                filter: "strategy_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "uq_positions_unclaimed",
                table: "positions",
                columns: new[] { "account_id", "asset_id", "side" },
                unique: true,
                filter: "strategy_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_run_series_asset_id",
                table: "run_series",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_run_series_created_at",
                table: "run_series",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "uq_run_series_run_id_asset_id_timeframe_from",
                table: "run_series",
                columns: new[] { "run_id", "asset_id", "timeframe", "from_time" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_runs_account_id",
                table: "runs",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_runs_created_at",
                table: "runs",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_runs_strategy_id_started_at",
                table: "runs",
                columns: new[] { "strategy_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_runs_user_id_kind_started_at",
                table: "runs",
                columns: new[] { "user_id", "kind", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_service_credentials_user_id_created_at",
                table: "service_credentials",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "idx_signal_search",
                table: "signals",
                columns: new[] { "asset_id", "is_active", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_signals_asset_id_known_at",
                table: "signals",
                columns: new[] { "asset_id", "known_at" });

            migrationBuilder.CreateIndex(
                name: "ix_signals_created_at",
                table: "signals",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_signals_expires_at",
                table: "signals",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_signals_is_active",
                table: "signals",
                column: "is_active");

            migrationBuilder.CreateIndex(
                name: "ix_signals_signal_type",
                table: "signals",
                column: "signal_type");

            migrationBuilder.CreateIndex(
                name: "ix_signals_strategy_id",
                table: "signals",
                column: "strategy_id");

            migrationBuilder.CreateIndex(
                name: "ix_signals_user_id",
                table: "signals",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "uq_signing_keys_algorithm_epoch",
                table: "signing_keys",
                columns: new[] { "algorithm", "epoch" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_strategy_search",
                table: "strategies",
                columns: new[] { "user_id", "is_active", "is_public" });

            migrationBuilder.CreateIndex(
                name: "ix_strategies_created_at",
                table: "strategies",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_strategies_is_active",
                table: "strategies",
                column: "is_active");

            migrationBuilder.CreateIndex(
                name: "ix_strategies_name",
                table: "strategies",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_trade_executions_created_at",
                table: "trade_executions",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_trade_executions_executed_at",
                table: "trade_executions",
                column: "executed_at");

            migrationBuilder.CreateIndex(
                name: "ix_trade_executions_fill_id",
                table: "trade_executions",
                column: "fill_id");

            migrationBuilder.CreateIndex(
                name: "uq_trade_executions_exchange_id",
                table: "trade_executions",
                columns: new[] { "trade_id", "exchange_order_id", "exchange_execution_id", "side" },
                unique: true,
                filter: "exchange_execution_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_trade_search",
                table: "trades",
                columns: new[] { "user_id", "strategy_id", "status", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trades_account_id_closed_at",
                table: "trades",
                columns: new[] { "account_id", "closed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trades_account_id_status_opened_at",
                table: "trades",
                columns: new[] { "account_id", "status", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trades_asset_id",
                table: "trades",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_trades_closed_at",
                table: "trades",
                column: "closed_at");

            migrationBuilder.CreateIndex(
                name: "ix_trades_created_at",
                table: "trades",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_trades_opened_at",
                table: "trades",
                column: "opened_at");

            migrationBuilder.CreateIndex(
                name: "ix_trades_parent_trade_id",
                table: "trades",
                column: "parent_trade_id");

            migrationBuilder.CreateIndex(
                name: "ix_trades_run_id_closed_at",
                table: "trades",
                columns: new[] { "run_id", "closed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trades_signal_id",
                table: "trades",
                column: "signal_id");

            migrationBuilder.CreateIndex(
                name: "ix_trades_strategy_id_opened_at",
                table: "trades",
                columns: new[] { "strategy_id", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "uq_trades_opening_fill_id_side",
                table: "trades",
                columns: new[] { "opening_fill_id", "side" },
                unique: true,
                filter: "opening_fill_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_trading_accounts_created_at",
                table: "trading_accounts",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_trading_accounts_exchange_credential_id",
                table: "trading_accounts",
                column: "exchange_credential_id");

            migrationBuilder.CreateIndex(
                name: "uq_trading_accounts_user_id_exchange_kind_name",
                table: "trading_accounts",
                columns: new[] { "user_id", "exchange", "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_session_expires",
                table: "user_sessions",
                column: "absolute_expires_at");

            migrationBuilder.CreateIndex(
                name: "idx_session_user_active",
                table: "user_sessions",
                columns: new[] { "user_id", "revoked_at", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_created_at",
                table: "user_sessions",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_idle_expires_at",
                table: "user_sessions",
                column: "idle_expires_at");

            migrationBuilder.CreateIndex(
                name: "idx_user_active",
                table: "users",
                columns: new[] { "is_active", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_users_created_at",
                table: "users",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "uq_users_email_index",
                table: "users",
                column: "email_index",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "uq_users_normalized_username",
                table: "users",
                column: "normalized_username",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_books");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "authentication_events");

            migrationBuilder.DropTable(
                name: "candle_coverage");

            migrationBuilder.DropTable(
                name: "candle_quarantine");

            migrationBuilder.DropTable(
                name: "encryption_columns");

            migrationBuilder.DropTable(
                name: "encryption_data_keys");

            migrationBuilder.DropTable(
                name: "encryption_jobs");

            migrationBuilder.DropTable(
                name: "encryption_leases");

            migrationBuilder.DropTable(
                name: "equity_marks");

            migrationBuilder.DropTable(
                name: "indicator_states");

            migrationBuilder.DropTable(
                name: "indicator_values");

            migrationBuilder.DropTable(
                name: "ledger_entries");

            migrationBuilder.DropTable(
                name: "login_throttles");

            migrationBuilder.DropTable(
                name: "market_data");

            migrationBuilder.DropTable(
                name: "order_events");

            migrationBuilder.DropTable(
                name: "performance_metrics");

            migrationBuilder.DropTable(
                name: "positions");

            migrationBuilder.DropTable(
                name: "recovery_codes");

            migrationBuilder.DropTable(
                name: "run_series");

            migrationBuilder.DropTable(
                name: "service_credentials");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "trade_executions");

            migrationBuilder.DropTable(
                name: "user_sessions");

            migrationBuilder.DropTable(
                name: "trades");

            migrationBuilder.DropTable(
                name: "fills");

            migrationBuilder.DropTable(
                name: "orders");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.DropTable(
                name: "signals");

            migrationBuilder.DropTable(
                name: "trading_accounts");

            migrationBuilder.DropTable(
                name: "assets");

            migrationBuilder.DropTable(
                name: "strategies");

            migrationBuilder.DropTable(
                name: "exchange_credentials");

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
