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
                    price_precision = table.Column<int>(type: "INTEGER", nullable: false),
                    amount_precision = table.Column<int>(type: "INTEGER", nullable: false),
                    tick_size = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    step_size = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    min_notional = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    min_order_amount = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    max_order_amount = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    is_active = table.Column<long>(type: "INTEGER", nullable: false),
                    is_tradable = table.Column<long>(type: "INTEGER", nullable: false),
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
                    table.CheckConstraint("ck_assets_amount_precision", "amount_precision BETWEEN 0 AND 8");
                    table.CheckConstraint("ck_assets_asset_class", "asset_class IN ('crypto', 'forex', 'stock')");
                    table.CheckConstraint("ck_assets_max_order_amount", "CAST(max_order_amount AS REAL) > 0");
                    table.CheckConstraint("ck_assets_min_notional", "CAST(min_notional AS REAL) >= 0");
                    table.CheckConstraint("ck_assets_min_order_amount", "CAST(min_order_amount AS REAL) >= 0");
                    table.CheckConstraint("ck_assets_price_precision", "price_precision BETWEEN 0 AND 8");
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
                    bollinger_upper = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    bollinger_middle = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    bollinger_lower = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    sma = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    ema = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    wma = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    smma = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true)
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
                    open = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    high = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    low = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    close = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    volume = table.Column<decimal>(type: "TEXT", precision: 28, scale: 8, nullable: false),
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
                    current_price = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    entry_price = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    target_price = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    stop_loss = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
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
                name: "trades",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    strategy_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    signal_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    parent_trade_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    order_type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    time_in_force = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    exchange = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    client_order_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    exchange_order_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    quantity = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    limit_price = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    stop_price = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    filled_quantity = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    entry_price = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    exit_price = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    commission = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    pnl = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: true),
                    pnl_percentage = table.Column<double>(type: "REAL", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    duration_seconds = table.Column<long>(type: "INTEGER", nullable: true),
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
                    table.CheckConstraint("ck_trades_duration_seconds", "duration_seconds >= 0");
                    table.CheckConstraint("ck_trades_entry_price", "CAST(entry_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_exit_price", "CAST(exit_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_filled_quantity", "CAST(filled_quantity AS REAL) >= 0");
                    table.CheckConstraint("ck_trades_limit_price", "CAST(limit_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_order_type", "order_type IN ('market', 'limit', 'stop', 'stop_limit', 'take_profit', 'trailing_stop', 'iceberg', 'bracket')");
                    table.CheckConstraint("ck_trades_quantity", "CAST(quantity AS REAL) > 0");
                    table.CheckConstraint("ck_trades_side", "side IN ('buy', 'sell')");
                    table.CheckConstraint("ck_trades_status", "status IN ('pending', 'open', 'partially_filled', 'filled', 'canceled', 'closed', 'failed', 'rejected', 'expired')");
                    table.CheckConstraint("ck_trades_stop_price", "CAST(stop_price AS REAL) > 0");
                    table.CheckConstraint("ck_trades_time_in_force", "time_in_force IN ('good_till_canceled', 'immediate_or_cancel', 'fill_or_kill', 'good_till_date', 'day')");
                    table.ForeignKey(
                        name: "fk_trades_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_trades_parent_trade_id",
                        column: x => x.parent_trade_id,
                        principalTable: "trades",
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
                name: "trade_executions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    trade_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    price = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    quantity = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    commission = table.Column<decimal>(type: "TEXT", precision: 20, scale: 8, nullable: false),
                    commission_asset = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
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
                    table.CheckConstraint("ck_trade_executions_price", "CAST(price AS REAL) > 0");
                    table.CheckConstraint("ck_trade_executions_quantity", "CAST(quantity AS REAL) > 0");
                    table.CheckConstraint("ck_trade_executions_side", "side IN ('buy', 'sell')");
                    table.ForeignKey(
                        name: "fk_trade_executions_trade_id",
                        column: x => x.trade_id,
                        principalTable: "trades",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "idx_asset_search",
                table: "assets",
                columns: new[] { "asset_class", "is_active", "is_tradable" });

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
                name: "ix_assets_is_tradable",
                table: "assets",
                column: "is_tradable");

            migrationBuilder.CreateIndex(
                name: "uq_asset_symbol_class",
                table: "assets",
                columns: new[] { "symbol", "asset_class", "exchange" },
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
                name: "ix_login_throttles_next_allowed_at",
                table: "login_throttles",
                column: "next_allowed_at");

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
                name: "uq_trade_executions_exchange_id",
                table: "trade_executions",
                columns: new[] { "trade_id", "exchange_execution_id" },
                unique: true,
                filter: "exchange_execution_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_trade_search",
                table: "trades",
                columns: new[] { "user_id", "strategy_id", "status", "opened_at" });

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
                name: "ix_trades_signal_id",
                table: "trades",
                column: "signal_id");

            migrationBuilder.CreateIndex(
                name: "ix_trades_status",
                table: "trades",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_trades_strategy_id_opened_at",
                table: "trades",
                columns: new[] { "strategy_id", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "uq_trades_client_order",
                table: "trades",
                columns: new[] { "user_id", "exchange", "client_order_id" },
                unique: true,
                filter: "client_order_id IS NOT NULL");

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
                name: "exchange_credentials");

            migrationBuilder.DropTable(
                name: "indicator_states");

            migrationBuilder.DropTable(
                name: "indicator_values");

            migrationBuilder.DropTable(
                name: "login_throttles");

            migrationBuilder.DropTable(
                name: "market_data");

            migrationBuilder.DropTable(
                name: "performance_metrics");

            migrationBuilder.DropTable(
                name: "recovery_codes");

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
                name: "signals");

            migrationBuilder.DropTable(
                name: "assets");

            migrationBuilder.DropTable(
                name: "strategies");

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
