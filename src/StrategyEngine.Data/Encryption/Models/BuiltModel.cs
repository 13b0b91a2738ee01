using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>The two forms that one building of a model yields.</summary>
/// <param name="Runtime">What a context uses.</param>
/// <param name="DesignTime">The whole, which migrations compare.</param>
internal sealed record BuiltModel(IModel Runtime, IModel DesignTime);
