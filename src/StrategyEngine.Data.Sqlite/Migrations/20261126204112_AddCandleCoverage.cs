using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StrategyEngine.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    internal sealed partial class AddCandleCoverage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "bollinger_middle",
                table: "indicator_values",
                type: "TEXT",
                precision: 20,
                scale: 8,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "ema",
                table: "indicator_values",
                type: "TEXT",
                precision: 20,
                scale: 8,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "sma",
                table: "indicator_values",
                type: "TEXT",
                precision: 20,
                scale: 8,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "smma",
                table: "indicator_values",
                type: "TEXT",
                precision: 20,
                scale: 8,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "wma",
                table: "indicator_values",
                type: "TEXT",
                precision: 20,
                scale: 8,
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "ix_candle_quarantine_asset_id_timeframe_open_time",
                table: "candle_quarantine",
                columns: new[] { "asset_id", "timeframe", "open_time" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "candle_coverage");

            migrationBuilder.DropTable(
                name: "candle_quarantine");

            migrationBuilder.DropTable(
                name: "indicator_states");

            migrationBuilder.DropColumn(
                name: "bollinger_middle",
                table: "indicator_values");

            migrationBuilder.DropColumn(
                name: "ema",
                table: "indicator_values");

            migrationBuilder.DropColumn(
                name: "sma",
                table: "indicator_values");

            migrationBuilder.DropColumn(
                name: "smma",
                table: "indicator_values");

            migrationBuilder.DropColumn(
                name: "wma",
                table: "indicator_values");
        }
    }
}
