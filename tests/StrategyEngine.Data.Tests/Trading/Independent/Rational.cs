using System.Numerics;

namespace StrategyEngine.Data.Tests.Trading.Independent;

/// <summary>An exact fraction in lowest terms.</summary>
internal readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger _below;

    public Rational(BigInteger above, BigInteger below)
    {
        var common = BigInteger.GreatestCommonDivisor(above, below) * below.Sign;
        Above = above / common;
        _below = below / common;
    }

    public static Rational Zero { get; } = new(0, 1);

    public BigInteger Above { get; }

    // The default value is 0, too.
    public BigInteger Below => _below.IsZero ? 1 : _below;

    public static implicit operator Rational(decimal value)
    {
        var below = BigInteger.One;
        while (value != decimal.Truncate(value))
        {
            value *= 10;
            below *= 10;
        }

        return new Rational((BigInteger)value, below);
    }

    public static Rational operator +(Rational a, Rational b) => new((a.Above * b.Below) + (b.Above * a.Below), a.Below * b.Below);

    public static Rational operator -(Rational a) => new(-a.Above, a.Below);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator *(Rational a, Rational b) => new(a.Above * b.Above, a.Below * b.Below);

    public static Rational operator /(Rational a, Rational b) => new(a.Above * b.Below, a.Below * b.Above);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    public static Rational Min(Rational a, Rational b) => a < b ? a : b;

    public static Rational Abs(Rational a) => a < Zero ? -a : a;

    public int CompareTo(Rational other) => (Above * other.Below).CompareTo(other.Above * Below);

    public bool Equals(Rational other) => Above == other.Above && Below == other.Below;

    public override int GetHashCode() => HashCode.Combine(Above, Below);

    public override string ToString() => $"{(double)Above / (double)Below:R}";
}
