namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>What a thread is converting values for.</summary>
/// <param name="IsByHand">Whether for a parameter that is made without Entity Framework's commands.</param>
/// <param name="Command">The command whose parameters are being made; empty if none is.</param>
/// <param name="Slot">The model that counted the values which were converted for it.</param>
/// <param name="Count">How many were.</param>
internal readonly record struct ParameterFrame(bool IsByHand, Guid Command, ModelSlot? Slot, int Count);
