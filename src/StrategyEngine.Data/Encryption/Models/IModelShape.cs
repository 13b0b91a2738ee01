namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>An extension of a context's options that its model depends on.</summary>
internal interface IModelShape
{
    /// <summary>Equal where the models are alike.</summary>
    object Shape { get; }
}
