using System.Globalization;
using System.Reflection;

using FluentAssertions;
using FluentAssertions.Execution;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;

namespace StrategyEngine.Data.Tests.Registration;

/// <summary>Every options class is checked in one way: all failures together, each with the property, the value and the range.</summary>
public sealed class OptionRangeTests
{
    // Options by another name.
    private static readonly Type[] OtherOptions = [typeof(CandleValidation), typeof(IndicatorSettings)];

    private static readonly Assembly[] Assemblies =
        [typeof(TradingDatabase).Assembly, typeof(SqliteTradingProvider).Assembly, typeof(PostgreSqlTradingProvider).Assembly,
            typeof(SqlServerTradingProvider).Assembly];

    // Which every value suits: names that are looked up when they are used, times of any age, and what is only called.
    private static readonly string[] Unbounded =
    [
        "AccountOptions.IsPasswordBreached", "AccountOptions.DeniedPasswordWords", "CandleValidation.EarliestOpenTime",
            "MigrateOptions.Target",
        "MigrateOptions.BackupFolder", "MigrateOptions.BackUp", "RollbackOptions.BackupFolder", "RollbackOptions.BackUp",
    ];

    private static IEnumerable<Type> All => Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false }
            && (type.Name.EndsWith("Options", StringComparison.Ordinal) || OtherOptions.Contains(type)));

    private static IEnumerable<PropertyInfo> Bounded(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType != typeof(bool) && property.Name != "EqualityContract"
            && !Unbounded.Contains($"{options.Name}.{property.Name}"));

    [Test]
    public void The_search_finds_options() =>
        All.Should().HaveCount(16).And.Contain([typeof(SessionOptions), typeof(RetentionOptions), typeof(SqlServerOptions),
            typeof(BinanceCandleFeedOptions), typeof(RollbackOptions)]);

    [Test]
    public void The_defaults_are_in_range()
    {
        foreach (var options in All)
            FailuresOf(Activator.CreateInstance(options)!).Should().BeEmpty("{0} is made with its defaults", options.Name);
    }

    [Test]
    public void Every_property_has_a_range_and_all_failures_are_told_together_with_value_and_range()
    {
        using var scope = new AssertionScope();
        foreach (var type in All)
        {
            var options = Activator.CreateInstance(type)!;
            foreach (var property in Bounded(type))
                property.SetValue(options, OutOfRange(property.PropertyType));

            var failures = FailuresOf(options);

            foreach (var property in Bounded(type))
            {
                var start = $"{type.Name}.{property.Name}";
                failures.Should().Contain(
                    failure =>
                        failure.StartsWith(start, StringComparison.Ordinal)
                            && failure.Contains($" is {Shown(property.GetValue(options))}", StringComparison.Ordinal)
                        && failure.Contains("set it ", StringComparison.Ordinal),
                    "{0} is out of its range", start);
            }
        }
    }

    [Test]
    public void A_value_above_every_range_is_refused_too()
    {
        // For ever, or as long or as many as one likes.
        string[] open = ["LockTimeout", "FutureTolerance", "MaxRowsPerSecond", "BackupsKept", "Version", "LargestMove"];
        using var scope = new AssertionScope();
        foreach (var property in All.SelectMany(Bounded).Where(property => !open.Contains(property.Name)))
        {
            object? highest = property.PropertyType == typeof(int) ? int.MaxValue
                : property.PropertyType == typeof(double) ? double.MaxValue
                : property.PropertyType == typeof(TimeSpan) || property.PropertyType == typeof(TimeSpan?) ? TimeSpan.MaxValue : null;
            if (highest is null)
                continue;
            var options = Activator.CreateInstance(property.ReflectedType!)!;
            property.SetValue(options, highest);

            FailuresOf(options).Should().Contain(failure => failure.Contains($".{property.Name} is ", StringComparison.Ordinal),
                "{0}.{1}", property.ReflectedType!.Name, property.Name);
        }
    }

    [Test]
    public async Task Whatever_takes_options_refuses_those_that_are_out_of_range()
    {
        using var trading = new TradingServices();
        using var scope = new AssertionScope();
        var refused = new HashSet<string>();
        foreach (var (taker, options, call) in Calls(trading))
        {
            refused.Add($"{taker} {options.GetType().Name}");
            foreach (var property in Bounded(options.GetType()))
                property.SetValue(options, OutOfRange(property.PropertyType));

            var exception = (await call.Should().ThrowAsync<OptionsOutOfRangeException>(taker)).Which;

            exception.Failures.Should().HaveCountGreaterThanOrEqualTo(Bounded(options.GetType()).Count(), taker);
            exception.Failures.Should().OnlyContain(failure => exception.Message.Contains(failure));
            exception.Code.Should().EndWith(".options");
        }

        refused.Should().BeEquivalentTo(Takers());
    }

    [Test]
    public void Options_of_SQL_Server_are_a_problem_of_the_configuration() =>
        new SqlServerTradingProvider("Server=offline;Database=trading", new SqlServerOptions { MaxRetries = 21 }).Validate()
            .Should().Equal("SqlServerOptions.MaxRetries is 21; set it between 0 and 20. Give it to UseSqlServer.");

    [Test]
    public void A_place_in_a_list_that_holds_null_is_out_of_range()
    {
        var accounts = new AccountOptions { DeniedPasswordWords = { "acme", null!, "desk", null! } };
        foreach (var (options, name) in new (IRangedOptions, string)[]
        {
            (accounts, "AccountOptions.DeniedPasswordWords"),
            (new RepairOptions { AcceptEdited = ["a", null!, "b", null!] }, "RepairOptions.AcceptEdited"),
            (new MigrateOptions { AcknowledgedRisks = ["a", null!, "b", null!] }, "MigrateOptions.AcknowledgedRisks"),
            (new RollbackOptions { AcknowledgedRisks = ["a", null!, "b", null!] }, "RollbackOptions.AcknowledgedRisks"),
        })
        {
            OptionRanges.Find(options).Should().Equal(
                $"{name}[1] is null; set it to a text, or leave it out.", $"{name}[3] is null; set it to a text, or leave it out.");
        }
    }

    [Test]
    public async Task A_denied_word_that_is_null_is_told_like_every_other_option()
    {
        using var trading = new TradingServices();
        var accounts = new AccountOptions { MinPasswordLength = 3, DeniedPasswordWords = { null! } };

        FluentActions.Invoking(() => new AccountManager(new SessionManager(trading.Database), accounts))
            .Should().Throw<OptionsOutOfRangeException>().Which.Failures.Should().HaveCount(2);
        await trading.Migrations.Awaiting(runner => runner.RepairAsync(new RepairOptions { AcceptEdited = [null!] }))
            .Should().ThrowAsync<OptionsOutOfRangeException>();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("TradingData:Accounts:DeniedPasswordWords:0", null)]).Build();
        foreach (var services in new[]
        {
            new ServiceCollection()
                .AddTradingData(data => data.ConfigureAccounts(options => options.DeniedPasswordWords.Add(null!))).BuildServiceProvider(),
            new ServiceCollection().AddTradingData(configuration).BuildServiceProvider(),
        })
        {
            await using (services)
            {
                services.Invoking(s => s.GetRequiredService<TradingDatabase>())
                    .Should().Throw<TradingDataConfigurationException>().Which.Message
                    .Should().Contain("DeniedPasswordWords[0] is null");
            }
        }
    }

    [Test]
    public void A_failure_says_neither_the_user_nor_the_password_of_an_address()
    {
        var options = new BinanceCandleFeedOptions { RestEndpoint = new Uri("ftp://ada:hunter2@example.org/klines?key=hunter3") };

        FluentActions.Invoking(() => new BinanceCandleFeed(options)).Should().Throw<OptionsOutOfRangeException>().Which.Message
            .Should().Contain("RestEndpoint is 'ftp://example.org'").And.NotContain("hunter");
    }

    [Test]
    public async Task Options_that_are_changed_after_they_were_checked_change_nothing()
    {
        var options = new BinanceCandleFeedOptions { StreamEndpoint = new Uri("ws://127.0.0.1:9") };
        using var feed = new BinanceCandleFeed(options);

        options.StreamEndpoint = new Uri("ftp://127.0.0.1:9");

        (await feed.Awaiting(each => each.ConnectAsync([new VenueSeries("BTCUSDT", Timeframe.OneMinute)]))
            .Should().ThrowAsync<CandleFeedException>())
            .Which.Code.Should().Be("feed.unreachable");
    }

    // Each public method and constructor of the core that takes options, but for those that only bools are in.
    private static IEnumerable<string> Takers() => typeof(TradingDatabase).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Cast<MethodBase>().Concat(type.GetConstructors()))
        .Where(method => !method.IsSpecialName || method.IsConstructor)
        .Where(method => !All.Contains(method.DeclaringType) && method.Name != "Deconstruct")
        .SelectMany(method => method.GetParameters().Where(parameter => All.Contains(parameter.ParameterType)
            && Bounded(parameter.ParameterType).Any())
            .Select(parameter => $"{method.DeclaringType!.Name}.{method.Name} {parameter.ParameterType.Name}"))
        .Distinct();

    private static IEnumerable<(string Taker, object Options, Func<Task> Call)> Calls(TradingServices trading)
    {
        var (health, restore, retention) = (new HealthOptions(), new RestoreOptions(), new RetentionOptions());
        yield return ("DatabaseAdministrator.CheckHealthAsync", health, () => trading.Administrator.CheckHealthAsync(health));
        yield return ("DatabaseAdministrator.RemoveOlderThanAsync", retention,
            () => trading.Administrator.RemoveOlderThanAsync(options: retention));
        yield return ("DatabaseAdministrator.VerifyBackupAsync", restore,
            () => trading.Administrator.VerifyBackupAsync("absent.db", restore));
        yield return ("DatabaseAdministrator.RestoreAsync", restore, () => trading.Administrator.RestoreAsync("absent.db", restore));
        var (migrate, rollback, repair) = (new MigrateOptions(), new RollbackOptions(), new RepairOptions());
        yield return ("MigrationRunner.MigrateAsync", migrate, () => trading.Migrations.MigrateAsync(options: migrate));
        yield return ("MigrationRunner.RollbackAsync", rollback, () => trading.Migrations.RollbackAsync("0", options: rollback));
        yield return ("MigrationRunner.RepairAsync", repair, () => trading.Migrations.RepairAsync(repair));
        var reencryption = new ReencryptionOptions();
        yield return ("EncryptionKeyManager.ReencryptAsync", reencryption, () => trading.Keys.ReencryptAsync(reencryption));
        var validation = new CandleValidation();
        yield return ("CandleStore.UpsertAsync", validation,
            () => trading.Candles.UpsertAsync(Guid.Empty, Timeframe.OneDay, ReadOnlyMemory<CandleRow>.Empty, validation: validation));
        yield return ("CandleStore.UpsertAsync", validation,
            () => trading.Candles.UpsertAsync(Guid.Empty, Timeframe.OneDay, AsyncEnumerable.Empty<CandleRow>(), validation: validation));
        yield return ("CandleStore.UpsertAsync", validation,
            () => trading.Candles.UpsertAsync(AsyncEnumerable.Empty<Candle>(), validation: validation));
        var series = new CandleSeries(Guid.Empty, Timeframe.OneDay);
        List<CandleRow> rows = [];
        yield return ("CandleStoreExtensions.UpsertAsync", validation,
            () => trading.Candles.UpsertAsync(Guid.Empty, Timeframe.OneDay, rows, validation));
        yield return ("CandleStoreExtensions.UpsertAsync", validation,
            () => trading.Candles.UpsertAsync(new List<Candle>(), validation));
        yield return ("CandleStoreExtensions.ImportAsync", validation,
            () => trading.Candles.ImportAsync(Guid.Empty, Timeframe.OneDay, "absent.csv", validation: validation));
        yield return ("CandleSeriesExtensions.UpsertAsync", validation, () => trading.Candles.UpsertAsync(series, rows, validation));
        yield return ("CandleSeriesExtensions.ImportAsync", validation,
            () => trading.Candles.ImportAsync(series, "absent.csv", validation: validation));
        yield return ("CandleStoreExtensions.Upsert", validation,
            () => Task.FromResult(trading.Candles.Upsert(Guid.Empty, Timeframe.OneDay, ReadOnlySpan<CandleRow>.Empty, validation)));
        var indicators = new IndicatorSettings();
        yield return ("IndicatorStore.UpdateAsync", indicators,
            () => new IndicatorStore(trading.Database).UpdateAsync(Guid.Empty, Timeframe.OneDay, indicators));
        var (pipeline, feed) = (new MarketDataPipelineOptions(), new BinanceCandleFeedOptions());
        yield return ("MarketDataPipeline..ctor", pipeline, () => Task.FromResult(new MarketDataPipeline(trading.Database, pipeline)));
        yield return ("BinanceCandleFeed..ctor", feed, () => Task.FromResult(new BinanceCandleFeed(feed)));
        var (sessions, accounts) = (new SessionOptions(), new AccountOptions());
        yield return ("SessionManager..ctor", sessions, () => Task.FromResult(new SessionManager(trading.Database, sessions)));
        yield return ("AccountManager..ctor", accounts,
            () => Task.FromResult(new AccountManager(new SessionManager(trading.Database), accounts)));
    }

    private static IReadOnlyList<string> FailuresOf(object options) => options switch
    {
        IRangedOptions ranged => OptionRanges.Find(ranged),
        SqlServerOptions server => [.. new SqlServerTradingProvider("Server=offline;Database=trading", server).Validate()],
        _ => Bounded(options.GetType()).Any() ? ["nobody checks it"] : [],
    };

    private static object? OutOfRange(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) => -1,
        var number when number == typeof(double) => double.NaN,
        var time when time == typeof(TimeSpan) => TimeSpan.FromDays(-1),
        var text when text == typeof(string) => "a\nb: ",
        var address when address == typeof(Uri) => new Uri("ftp://example.org"),
        { IsEnum: true } choice => Enum.ToObject(choice, 64),
        var ages when ages == typeof(IReadOnlyDictionary<Timeframe, TimeSpan>) =>
            new Dictionary<Timeframe, TimeSpan> { [Timeframe.OneDay] = Timeout.InfiniteTimeSpan },
        var other when !other.IsValueType => null,
        var other => throw new InvalidOperationException($"What is out of range for {other}?"),
    };

    private static string Shown(object? value) => value switch
    {
        string text => $"'{text.Replace('\n', '\uFFFD')}'",
        Uri address => $"'{address.Scheme}://{address.Authority}'",
        Enum choice => choice.ToString("D"),
        IReadOnlyDictionary<Timeframe, TimeSpan> ages => ages.Values.First().ToString("c", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => "null",
    };
}
