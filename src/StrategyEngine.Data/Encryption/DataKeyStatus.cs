using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>A data key and where it is in its life.</summary>
/// <param name="KeyId">Its id, as it stands in the values sealed with it.</param>
/// <param name="Purpose"><c>field</c> for values, <c>blind_index</c> for the root of the blind indexes.</param>
/// <param name="Generation">1 for the first key of a purpose, one more for each successor.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="KekId">The key of the key ring that wraps it; empty if the ring does not name its keys.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ActivatedAt">When it became active.</param>
/// <param name="RetiredAt">When it stopped sealing new values.</param>
public sealed record DataKeyStatus(
    uint KeyId,
    string Purpose,
    int Generation,
    DataKeyState State,
    Guid KekId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ActivatedAt,
    DateTimeOffset? RetiredAt)
{
    internal static DataKeyStatus Of(DataKey key) =>
        new(unchecked((uint)key.KeyId), key.Purpose, key.Generation, key.State, key.KekId, key.CreatedAt, key.ActivatedAt, key.RetiredAt);

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
