using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>A key of the key ring that the database needs.</summary>
/// <param name="KeyId">Its id, as the key ring names it.</param>
/// <param name="Availability">Whether the ring at hand has it.</param>
/// <param name="DataKeys">The data keys it wraps.</param>
public sealed record RingKeyStatus(Guid KeyId, RingKeyAvailability Availability, IReadOnlyList<uint> DataKeys)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
