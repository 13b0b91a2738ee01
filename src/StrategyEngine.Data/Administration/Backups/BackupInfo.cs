namespace StrategyEngine.Data.Administration;

/// <summary>A backup that was made and verified.</summary>
/// <param name="File">The full path of the backup.</param>
/// <param name="ManifestFile">The full path of its manifest, which belongs to it.</param>
/// <param name="Manifest">What the manifest says.</param>
/// <param name="Duration">How long it took.</param>
public sealed record BackupInfo(string File, string ManifestFile, BackupManifest Manifest, TimeSpan Duration);
