namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Holds the models of a ring, so that none goes to another ring before it is disposed of; once.</summary>
internal readonly struct RingUse : IDisposable
{
    private readonly RingModels? _models;

    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public RingUse(RingModels? models)
    {
        models?.Enter();
        _models = models;
    }

    public void Dispose() => _models?.Exit();
}
