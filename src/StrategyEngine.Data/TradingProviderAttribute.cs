using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data;

/// <summary>On the assembly of a provider package: the engine that the configuration key <c>TradingData:Provider</c> finds there.</summary>
/// <param name="providerType">A <see cref="TradingProvider"/> with a public constructor that takes the connection string.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TradingProviderAttribute(Type providerType) : Attribute
{
    /// <summary>A <see cref="TradingProvider"/> with a public constructor that takes the connection string.</summary>
    public Type ProviderType { get; } = providerType;
}
