namespace TradingConsole;

/// <summary>Where a script keeps a passphrase: never among the arguments, which every user of the machine can see.</summary>
/// <param name="File">A file whose first line it is.</param>
/// <param name="Variable">The environment variable that holds it.</param>
internal sealed record PassphraseSource(FileInfo? File, string? Variable);
