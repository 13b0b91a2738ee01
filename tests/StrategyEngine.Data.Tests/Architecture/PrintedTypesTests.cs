using System.Globalization;

using FluentAssertions;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>What is inspected speaks: every public type prints what it holds, in every culture alike, and no secret.</summary>
public sealed class PrintedTypesTests
{
    private const string Service = "a service: nobody is given it as an answer; it has a display for the debugger";
    private const string Formula = "a calculation that goes on with each price; what it answers is a number or a record";

    // Types that print the name of their type, each with the reason.
    private static readonly Dictionary<Type, string> Silent = new()
    {
        [typeof(TradingDatabase)] = Service,
        [typeof(TradingDataBuilder)] = Service,
        [typeof(TradingDbContext)] = Service,
        [typeof(SqliteTradingProvider)] = Service,
        [typeof(PostgreSqlTradingProvider)] = Service,
        [typeof(SqlServerTradingProvider)] = Service,
        [typeof(AccountManager)] = Service,
        [typeof(SessionManager)] = Service,
        [typeof(ServiceCredentials)] = Service,
        [typeof(MigrationRunner)] = Service,
        [typeof(DatabaseAdministrator)] = Service,
        [typeof(CandleStore)] = Service,
        [typeof(IndicatorStore)] = Service,
        [typeof(MarketDataPipeline)] = Service,
        [typeof(BinanceCandleFeed)] = Service,
        [typeof(PerformanceRecorder)] = Service,
        [typeof(TradeBook)] = Service,
        [typeof(PerformanceAccumulator)] = Service,
        [typeof(CandleRates)] = Service,
        [typeof(BulkWriter)] = Service,
        [typeof(AuditTrail)] = "reads what others wrote, and holds nothing that could be shown",
        [typeof(DataKeyRing)] = Service,
        [typeof(EncryptionKeyManager)] = Service,
        [typeof(FieldProtector)] = Service,
        [typeof(KeyRing)] = Service,
        [typeof(KeyRingRecoveryKit)] = Service,
        [typeof(BollingerBands)] = Formula,
        [typeof(ExponentialMovingAverage)] = Formula,
        [typeof(MovingAverageConvergenceDivergence)] = Formula,
        [typeof(RelativeStrengthIndex)] = Formula,
        [typeof(SimpleMovingAverage)] = Formula,
        [typeof(WeightedMovingAverage)] = Formula,
        [typeof(WilderMovingAverage)] = Formula,
        [typeof(AmountQueryPostprocessor)] = "a step of Entity Framework's translation",
    };

    private static IEnumerable<Type> Instantiable => Packages.All.SelectMany(package => package.GetExportedTypes())
        .Where(type => type is { IsAbstract: false, IsInterface: false, IsEnum: false })
        .Where(
            type => !type.IsAssignableTo(typeof(Exception))
                && !type.IsAssignableTo(typeof(Attribute))
                && !type.IsAssignableTo(typeof(Delegate)))
        .Where(type => !type.IsAssignableTo(typeof(Migration)) && !type.IsAssignableTo(typeof(ModelSnapshot)));

    private static IEnumerable<Type> Speaking => Instantiable.Where(type => !Silent.ContainsKey(type));

    [TestCaseSource(nameof(Speaking))]
    public void A_type_prints_what_it_holds_and_no_secret(Type type)
    {
        var filled = new FilledInstances();
        var instance = filled.Make(type);

        Problems(instance, filled.Secrets).Should().BeEmpty("it printed {0}", instance);
    }

    [TestCaseSource(nameof(Speaking))]
    public void A_type_prints_alike_in_every_culture(Type type)
    {
        var instance = new FilledInstances().Make(type);
        var text = In(CultureInfo.InvariantCulture, instance);

        In(Strange(), instance).Should().Be(text);
        text.Should().NotContain("14:34:56.789").And.NotContain("+01:00", "instants are in UTC")
            .And.NotMatchRegex(@"\d/\d", "dates are written as 2026-03-01");
    }

    [Test]
    public void A_type_that_is_let_off_prints_nothing_of_its_own() =>
        Silent.Keys.Where(type => !Instantiable.Contains(type) || SaysSomething(type))
            .Should().BeEmpty("a type that prints itself needs no exception");

    [Test]
    public void A_member_that_is_let_off_has_the_name_of_a_secret()
    {
        var filled = new FilledInstances();
        foreach (var type in Speaking)
            filled.Make(type);

        filled.OpenMembersNotMet.Should().BeEmpty();
    }

    [Test]
    public void The_search_finds_the_types_and_plants_secrets()
    {
        Speaking.Should().HaveCountGreaterThan(150).And.Contain(
            [typeof(Trade), typeof(SessionTokens), typeof(LoginResult.Success), typeof(CandleRow), typeof(SqlServerOptions)]);
        Planted(typeof(LoginResult.Success)).Should().HaveCount(3, "it holds three tokens");
        Planted(typeof(User)).Should().Contain(secret => secret.StartsWith("planted-PasswordHash", StringComparison.Ordinal))
            .And.Contain(secret => secret.StartsWith("planted-Email", StringComparison.Ordinal), "the column is encrypted");
        Planted(typeof(DataKey)).Should().HaveCount(8, "two arrays of bytes can be written in four forms each");
    }

    [TestCase(typeof(NamesItsType))]
    [TestCase(typeof(NamesAList))]
    [TestCase(typeof(TellsItsToken))]
    [TestCase(typeof(TellsItsKey))]
    [TestCase(typeof(SaysNothing))]
    public void A_type_that_prints_badly_is_found(Type type)
    {
        var filled = new FilledInstances();

        Problems(filled.Make(type), filled.Secrets).Should().NotBeEmpty();
    }

    private static IReadOnlyList<string> Planted(Type type)
    {
        var filled = new FilledInstances();
        filled.Make(type);
        return filled.Secrets;
    }

    private static IEnumerable<string> Problems(object instance, IReadOnlyList<string> secrets)
    {
        var text = instance.ToString();
        if (string.IsNullOrWhiteSpace(text))
            return ["nothing"];
        string[] names = [instance.GetType().FullName!, "StrategyEngine.Data.", "System.", "`", "[]", "ReadOnlyMemory"];
        return names.Concat(secrets).Where(text.Contains);
    }

    private static bool SaysSomething(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType!.Assembly is var where && Packages.All.Contains(where);

    private static string In(CultureInfo culture, object instance)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return instance.ToString()!;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Nothing is written as in any other.
    private static CultureInfo Strange()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = "_";
        culture.NumberFormat.NegativeSign = "~";
        culture.DateTimeFormat.ShortDatePattern = "'strange' d";
        culture.DateTimeFormat.LongTimePattern = "'strange' s";
        culture.DateTimeFormat.ShortTimePattern = "'strange' m";
        return culture;
    }

    private sealed class NamesItsType;

    private sealed record NamesAList(IReadOnlyList<int> Items);

    private sealed record TellsItsToken(string RefreshToken);

    private sealed class TellsItsKey
    {
        public required byte[] Bytes { get; init; }

        public override string ToString() => $"key {Convert.ToHexString(Bytes)}";
    }

    private sealed class SaysNothing
    {
        public override string ToString() => "";
    }
}
