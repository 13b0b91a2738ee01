using System.Reflection;
using System.Runtime.CompilerServices;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>
/// An array that is null converts to an empty span or memory without a word. Wherever one is taken, the compiler finds an overload for
/// arrays first, which refuses null.
/// </summary>
public sealed class NullCollectionTests
{
    // Nothing is meant by nothing: no primary key, no bytes, which are no encrypted value, and no stored block.
    private static readonly string[] Exempt =
    [
        $"{nameof(FieldProtector)}.Encrypt.rowKey", $"{nameof(FieldProtector)}.Decrypt.rowKey", "Secret`1.For.keyValues",
        $"{nameof(FieldProtector)}.Decrypt.encrypted", $"{nameof(FieldProtector)}.IsEncrypted.value",
        $"{nameof(CandleWrite)}.Cover.stored",
    ];

    private static IEnumerable<ParameterInfo> Spans => Packages.All.SelectMany(package => package.GetExportedTypes())
        .SelectMany(type => type.GetMethods().Where(method => method.DeclaringType == type)
            .Concat<MethodBase>(type.GetConstructors()))
        .SelectMany(method => method.GetParameters())
        .Where(parameter => Element(parameter) is { } element && element != typeof(char));

    private static IEnumerable<TestCaseData> Found => Spans.Where(parameter => !Exempt.Contains(Name(parameter)))
        .Select(parameter => new TestCaseData(parameter).SetArgDisplayNames(Name(parameter), Element(parameter)!.Name));

    [TestCaseSource(nameof(Found))]
    public void An_array_that_is_null_is_refused_where_a_span_is_taken(ParameterInfo parameter)
    {
        var chosen = Chosen(parameter);
        chosen.Should().NotBeNull($"{Name(parameter)} takes an array that is null for an empty one");

        FluentActions.Invoking(() => Invoke(chosen!, parameter.Position)).Should().Throw<TargetInvocationException>()
            .Which.InnerException.Should().BeOfType<ArgumentNullException>().Which.ParamName.Should().Be(parameter.Name);
    }

    [Test]
    public void The_search_finds_them_and_every_exemption_is_met()
    {
        Spans.Select(Name).Should().Contain(["SharpeRatio.Calculate.returns", "RelativeStrengthIndex.Calculate.prices",
            "CandleStoreExtensions.UpsertAsync.rows", "CandleColumns.ToDoubles.column"]);
        Exempt.Except(Spans.Select(Name)).Should().BeEmpty();
    }

    [Test]
    public void The_compiler_chooses_what_refuses()
    {
        var store = (CandleStore)RuntimeHelpers.GetUninitializedObject(typeof(CandleStore));

        FluentActions.Invoking(() => SharpeRatio.Calculate((double[])null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Drawdown.MaximumDepth((double[])null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => RelativeStrengthIndex.Calculate((double[])null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => RelativeStrengthIndex.Calculate((decimal[])null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => CandleColumns.ToDoubles((decimal[])null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => store.Upsert(Guid.Empty, Timeframe.OneDay, (CandleRow[])null!)).Should()
            .Throw<ArgumentNullException>();
        FluentActions.Invoking(() => { _ = store.UpsertAsync(Guid.Empty, Timeframe.OneDay, (CandleRow[])null!); }).Should()
            .Throw<ArgumentNullException>();
    }

    [Test]
    public void Lists_arrays_spans_and_literals_of_prices_give_the_same()
    {
        double[] array = [1, 2, 3];
        var expected = SimpleMovingAverage.Calculate(new List<double> { 1, 2, 3 }, 2);

        SimpleMovingAverage.Calculate(array, 2).Should().Equal(expected);
        SimpleMovingAverage.Calculate(array.AsSpan(), 2).Should().Equal(expected);
        SimpleMovingAverage.Calculate([1, 2, 3], 2).Should().Equal(expected);
        SimpleMovingAverage.Calculate([1m, 2m, 3m], 2).Should().Equal(expected);
        SimpleMovingAverage.Calculate(new[] { 1m, 2m, 3m }, 2).Should().Equal(expected);
        Volatility.Calculate([0.1, 0.2]).Should().Be(Volatility.Calculate(new List<double> { 0.1, 0.2 }));
    }

    private static string Name(ParameterInfo parameter) =>
        $"{parameter.Member.DeclaringType!.Name}.{parameter.Member.Name}.{parameter.Name}";

    private static Type? Element(ParameterInfo parameter) =>
        parameter.ParameterType is { IsGenericType: true } type
        && (type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>))
            ? type.GetGenericArguments()[0]
            : null;

    // An array is its own best conversion; a sequence comes first by priority alone.
    private static MethodBase? Chosen(ParameterInfo span)
    {
        var type = span.Member.DeclaringType!;
        var element = Element(span)!;
        MethodBase[] all = span.Member is ConstructorInfo ? type.GetConstructors() : type.GetMethods();
        return all.FirstOrDefault(method => method.Name == span.Member.Name
            && method.GetParameters() is var parameters
            && parameters.Length == ((MethodBase)span.Member).GetParameters().Length
            && (parameters[span.Position].ParameterType is { IsArray: true } array
                ? array.GetElementType() == element && Priority(method) >= Priority((MethodBase)span.Member)
                : parameters[span.Position].ParameterType == typeof(IEnumerable<>).MakeGenericType(element)
                    && Priority(method) > Priority((MethodBase)span.Member)));
    }

    private static int Priority(MethodBase method) => method.GetCustomAttribute<OverloadResolutionPriorityAttribute>()?.Priority ?? 0;

    private static object? Invoke(MethodBase method, int nullPosition)
    {
        var arguments = method.GetParameters().Select((parameter, index) =>
            index == nullPosition ? null
            : parameter.ParameterType == typeof(CandleStore) ? RuntimeHelpers.GetUninitializedObject(typeof(CandleStore))
            : parameter.ParameterType == typeof(Timeframe) ? Timeframe.OneDay
            : parameter.HasDefaultValue && parameter.DefaultValue is { } value ? value
            : parameter.ParameterType == typeof(int) ? 2
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : null).ToArray();
        return method is ConstructorInfo constructor
            ? constructor.Invoke(arguments)
            : method.Invoke(method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!), arguments);
    }
}
