namespace StrategyEngine.Data.Encryption;

/// <summary>The text in which a key's state is stored.</summary>
/// <remarks>Spelled out here, because encryption knows no other part of the library.</remarks>
internal static class DataKeyStateText
{
    public static string Write(DataKeyState state) => state switch
    {
        DataKeyState.Active => "active",
        DataKeyState.Decrypt => "decrypt",
        DataKeyState.Retired => "retired",
        DataKeyState.Revoked => "revoked",
        DataKeyState.Destroyed => "destroyed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    // A state that this version does not know must not open anything.
    public static DataKeyState Read(string text) => text switch
    {
        "active" => DataKeyState.Active,
        "decrypt" => DataKeyState.Decrypt,
        "retired" => DataKeyState.Retired,
        "destroyed" => DataKeyState.Destroyed,
        _ => DataKeyState.Revoked,
    };
}
