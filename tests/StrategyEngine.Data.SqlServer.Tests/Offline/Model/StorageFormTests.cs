using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>The tables as the migrations make them.</summary>
public sealed class StorageFormTests
{
    private static readonly Microsoft.EntityFrameworkCore.Metadata.IRelationalModel Model = OfflineModel.Tables();

    [Test]
    public void Every_table_keeps_to_the_storage_forms()
    {
        Model.Tables.Should().HaveCountGreaterThan(20);
        StorageForms.Faults(Model).Should().BeEmpty();
    }

    [TestCase("users is not in the schema trading")]
    [TestCase("trades.exchange is not compared by its characters")]
    [TestCase("trades.opened_at is no instant in UTC to the millisecond")]
    [TestCase("market_data is not clustered on its key by itself")]
    public void A_form_that_is_not_set_is_found(string fault) =>
    StorageForms.Faults(OfflineModel.Tables(new FormlessProvider(OfflineModel.Provider))).Should().Contain(fault);

    [TestCase("users", "id", "uniqueidentifier")]
    [TestCase("users", "created_at", "datetime2(3)")]
    [TestCase("users", "email", "varbinary(max)")]
    [TestCase("users", "email_index", "binary(16)")]
    [TestCase("users", "is_active", "bit")]
    [TestCase("users", "version", "bigint")]
    [TestCase("performance_metrics", "total_pnl", "decimal(20,8)")]
    [TestCase("trades", "opened_at", "datetime2(3)")]
    [TestCase("trades", "side", "nvarchar(40)")]
    [TestCase("orders", "client_order_id", "nvarchar(100)")]
    [TestCase("strategies", "metadata", "nvarchar(max)")]
    [TestCase("market_data", "asset_id", "uniqueidentifier")]
    [TestCase("market_data", "timeframe", "nvarchar(3)")]
    [TestCase("market_data", "open_time", "datetime2(3)")]
    [TestCase("market_data", "close", "decimal(28,12)")]
    [TestCase("market_data", "volume", "decimal(28,8)")]
    [TestCase("market_data", "quote_volume", "decimal(28,8)")]
    [TestCase("market_data", "trade_count", "bigint")]
    [TestCase("signals", "entry_price", "decimal(28,12)")]
    public void Columns_have_the_storage_form_of_SQL_Server(string table, string column, string type) =>
        Model.FindTable(table, "trading")!.FindColumn(column)!.StoreType.Should().Be(type);

    [TestCase("market_data", "asset_id, timeframe, open_time")]
    [TestCase("indicator_values", "asset_id, timeframe, open_time, indicator_version")]
    [TestCase("authentication_events", "occurred_at, id")]
    public void Tables_of_series_are_clustered_on_their_key(string table, string key)
    {
        OfflineModel.CreateScript().Should().Contain(
            $"CONSTRAINT [pk_{table}] PRIMARY KEY CLUSTERED ({string.Join(", ", key.Split(", ").Select(column => $"[{column}]"))})");
    }

    [TestCase("user_sessions", "users", ReferentialAction.Cascade)]
    [TestCase("trades", "users", ReferentialAction.Cascade)]
    [TestCase("market_data", "assets", ReferentialAction.Cascade)]
    [TestCase("trade_executions", "trades", ReferentialAction.Cascade)]
    [TestCase("trades", "assets", ReferentialAction.NoAction)]
    [TestCase("trades", "strategies", ReferentialAction.NoAction)]
    public void References_cascade_where_the_model_says(string table, string parent, ReferentialAction onDelete) =>
        Model.FindTable(table, "trading")!.ForeignKeyConstraints.Single(key => key.PrincipalTable.Name == parent).OnDeleteAction.Should()
            .Be(onDelete);

    [TestCase("idx_metrics_search", "run_id IS NULL AND strategy_id IS NOT NULL")]
    [TestCase("uq_metrics_user", "run_id IS NULL AND strategy_id IS NULL")]
    [TestCase("uq_orders_account_id_client_order_id", "client_order_id IS NOT NULL")]
    [TestCase("ux_encryption_data_keys_active", "state = 'active'")]
    public void Unique_keys_over_optional_columns_are_filtered(string index, string filter)
    {
        var found = Model.Tables.SelectMany(table => table.Indexes).Single(each => each.Name == index);
        found.IsUnique.Should().BeTrue();
        found.Filter.Should().Be(filter);
    }

    [Test]
    public void Ids_are_made_in_the_order_of_SQL_Server()
    {
        using var context = OfflineModel.CreateContext();
        var ids = Enumerable.Range(0, 300).Select(_ =>
        {
            var asset = new Asset
            {
                Symbol = "X",
                AssetClass = AssetClass.Stock,
                Name = "X",
                Exchange = "nyse",
                QuoteCurrency = Currency.Parse("USDT"),
            };
            context.Add(asset);
            return asset.Id;
        }).ToList();

        ids.Should().OnlyHaveUniqueItems();
        ids.Select(id => new System.Data.SqlTypes.SqlGuid(id)).Should().BeInAscendingOrder();
    }

    [Test]
    public void An_instant_is_stored_in_UTC_to_the_millisecond_and_comes_back()
    {
        using var context = OfflineModel.CreateContext();
        var converter = context.Model.FindEntityType(typeof(User))!.FindProperty(nameof(User.CreatedAt))!.GetTypeMapping().Converter!;
        var instant = new DateTimeOffset(2026, 1, 5, 11, 30, 0, 123, TimeSpan.FromHours(2)).AddTicks(4567);

        var stored = converter.ConvertToProvider(instant).Should().BeOfType<DateTime>().Subject;

        stored.Should().Be(new DateTime(2026, 1, 5, 9, 30, 0, 123, DateTimeKind.Utc));
        converter.ConvertFromProvider(DateTime.SpecifyKind(stored, DateTimeKind.Unspecified)).Should()
            .Be(new DateTimeOffset(2026, 1, 5, 9, 30, 0, 123, TimeSpan.Zero));
    }

    [Test]
    public void A_searched_text_is_compared_in_the_database_as_it_is() =>
        ToSql(context => context.Assets.Where(asset => asset.Symbol == "BTCUSDT")).Should()
            .Contain("[a].[symbol] = N'BTCUSDT'").And.NotContain("COLLATE");

    private static string ToSql(Func<TradingDbContext, IQueryable> query)
    {
        using var context = OfflineModel.CreateContext();
        return query(context).ToQueryString();
    }
}
