using System.Text;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Values as an unencrypted column held them.</summary>
[TestFixture]
internal sealed class PlaintextValueTests
{
    [TestCase("A_B", Kind.A_B)]
    [TestCase("AB", Kind.AB)]
    [TestCase("a_b", Kind.A_B)]
    [TestCase("ab", Kind.AB)]
    [TestCase("LIMIT_ORDER", Kind.LimitOrder)]
    [TestCase("2", Kind.AB)]
    public void An_enum_is_read_by_its_own_name_first(string text, Kind expected) => Read<Kind>(text).Should().Be(expected);

    [TestCase("A__B")]
    [TestCase("Other")]
    public void A_name_that_is_no_one_member_is_refused(string text) =>
        PlaintextValue.TryParse(Encoding.UTF8.GetBytes(text), typeof(Kind), out _).Should().BeFalse();

    [TestCase("Inf", double.PositiveInfinity)]
    [TestCase("-Inf", double.NegativeInfinity)]
    [TestCase("Infinity", double.PositiveInfinity)]
    [TestCase("-Infinity", double.NegativeInfinity)]
    [TestCase("1.5", 1.5)]
    public void Infinity_is_read_as_databases_write_it(string text, double expected)
    {
        Read<double>(text).Should().Be(expected);
        Read<float>(text).Should().Be((float)expected);
    }

    [TestCase("-1", ulong.MaxValue)]
    [TestCase("-9223372036854775808", 9223372036854775808UL)]
    [TestCase("18446744073709551615", ulong.MaxValue)]
    public void A_large_number_is_read_as_a_signed_column_holds_it(string text, ulong expected) => Read<ulong>(text).Should().Be(expected);

    private static T Read<T>(string text)
    {
        PlaintextValue.TryParse(Encoding.UTF8.GetBytes(text), typeof(T), out var value).Should().BeTrue();
        return (T)value;
    }

    internal enum Kind
    {
        A_B = 1,
        AB = 2,
        LimitOrder = 3,
    }
}
