using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StrategyEngine.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    internal sealed partial class AddCandleCoverage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "bollinger_middle",
                schema: "trading",
                table: "indicator_values",
                type: "numeric(20,8)",
                precision: 20,
                scale: 8,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "ema",
                schema: "trading",
                table: "indicator_values",
                type: "numeric(20,8)",
                precision: 20,
                scale: 8,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "sma",
                schema: "trading",
                table: "indicator_values",
                type: "numeric(20,8)",
                precision: 20,
                scale: 8,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "smma",
                schema: "trading",
                table: "indicator_values",
                type: "numeric(20,8)",
                precision: 20,
                scale: 8,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "wma",
                schema: "trading",
                table: "indicator_values",
                type: "numeric(20,8)",
                precision: 20,
                scale: 8,
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "ix_candle_quarantine_asset_id_timeframe_open_time",
                schema: "trading",
                table: "candle_quarantine",
                columns: new[] { "asset_id", "timeframe", "open_time" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "candle_coverage",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "candle_quarantine",
                schema: "trading");

            migrationBuilder.DropTable(
                name: "indicator_states",
                schema: "trading");

            migrationBuilder.DropColumn(
                name: "bollinger_middle",
                schema: "trading",
                table: "indicator_values");

            migrationBuilder.DropColumn(
                name: "ema",
                schema: "trading",
                table: "indicator_values");

            migrationBuilder.DropColumn(
                name: "sma",
                schema: "trading",
                table: "indicator_values");

            migrationBuilder.DropColumn(
                name: "smma",
                schema: "trading",
                table: "indicator_values");

            migrationBuilder.DropColumn(
                name: "wma",
                schema: "trading",
                table: "indicator_values");
        }
    }
}
