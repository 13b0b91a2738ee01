namespace StrategyEngine.Data.Persistence;

/// <summary>A record that a bulk write left out, because one of its values cannot be stored as it is.</summary>
/// <param name="Index">Its place in the input, from 0.</param>
/// <param name="Field">The entity and property at fault, such as <c>Signal.EntryPrice</c>.</param>
/// <param name="Reason">What is wrong with it, without the value, such as <c>does not fit DECIMAL(20,8)</c>.</param>
public sealed record RefusedRecord(long Index, string Field, string Reason);
