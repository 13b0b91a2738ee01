using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

using FluentAssertions;

using Microsoft.Extensions.Logging;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;
using StrategyEngine.Data.Tests.Architecture;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>What alerts, dashboards and programs match on: error codes, event ids, meters.</summary>
public sealed partial class ObservedNameTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Assemblies =
    [
        typeof(TradingDatabase).Assembly,
        typeof(SqliteTradingProvider).Assembly,
        typeof(PostgreSqlTradingProvider).Assembly,
        typeof(SqlServerTradingProvider).Assembly,
    ];

    private static IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetTypes());

    [Test]
    public void Error_codes_are_those_that_programs_compare_with()
    {
        // Two kinds of exception make their code from the fault.
        var made = Enum.GetValues<AdministrationFault>().Select(fault => new AdministrationException(fault, "").Code)
            .Concat(Enum.GetValues<RecoveryKitFault>().Select(fault => new RecoveryKitException(fault).Code));
        var instruments = InstrumentLines().SelectMany(line => line.Split(' ')).ToHashSet();
        var written = Types.SelectMany(CompiledCode.Methods).SelectMany(CompiledCode.Texts).Where(text => Code().IsMatch(text));

        GoldenFile.Compare("error-codes.txt", written.Except(instruments).Concat(made));
    }

    [Test]
    public void Log_messages_keep_their_event_ids()
    {
        var messages = Types.SelectMany(type => type.GetMethods(All))
            .Select(method => (method.Name, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(found => found.Message is not null)
            .Select(found => (found.Message!.EventId, Name: found.Message.EventName ?? found.Name, found.Message.Level))
            .ToList();

        messages.Select(message => message.EventId).Should().OnlyHaveUniqueItems("an event is found by its number");
        GoldenFile.Compare("log-events.txt", messages.Select(message => $"{message.EventId} {message.Name} {message.Level}"));
    }

    [Test]
    public void Meters_instruments_and_activities_keep_their_names_and_units()
    {
        var activities = Types.SelectMany(CompiledCode.Methods)
            .SelectMany(method => CompiledCode.TextsOfCalls(method, called => called.DeclaringType == typeof(ActivitySource)))
            .SelectMany(texts => texts).Select(text => $"activity {text}");

        GoldenFile.Compare("telemetry.txt", InstrumentLines().Concat(activities));
    }

    private static List<string> InstrumentLines()
    {
        var lines = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name.StartsWith("StrategyEngine", StringComparison.Ordinal))
                lines.Add($"{instrument.Meter.Name} {instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit}");
        };

        // Instruments are there once the class that holds them has been touched.
        foreach (var type in Types.Where(HoldsInstruments))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        listener.Start();
        return lines;
    }

    private static bool HoldsInstruments(Type type) =>
        type.GetFields(All).Any(field => field.IsStatic && field.FieldType.IsAssignableTo(typeof(Instrument)));

    // One letter before the dot is a field in a venue's message.
    [GeneratedRegex(@"^[a-z][a-z0-9_]+(\.[a-z][a-z0-9_]*)+$")]
    private static partial Regex Code();
}
