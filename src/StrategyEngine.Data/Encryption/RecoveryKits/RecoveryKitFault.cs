namespace StrategyEngine.Data.Encryption;

/// <summary>Why a recovery kit was refused.</summary>
public enum RecoveryKitFault
{
    /// <summary>It is something else.</summary>
    NotAKit,

    /// <summary>It was made by a newer version of this library.</summary>
    UnknownVersion,

    /// <summary>It was altered or cut off.</summary>
    Damaged,

    /// <summary>Opening it would take more memory or time than any kit that this library makes.</summary>
    TooCostly,

    /// <summary>The passphrase is not the one it was sealed with.</summary>
    WrongPassphrase,

    /// <summary>The passphrase for a new kit is too short or too simple.</summary>
    WeakPassphrase,

    /// <summary>It was made from a key ring with another application name, whose keys would open nothing here.</summary>
    OtherApplication,

    /// <summary>There is a file already where a kit was to be written.</summary>
    FileExists,

    /// <summary>The key ring holds no key, so that a kit of it would restore nothing.</summary>
    RingEmpty,

    /// <summary>The key ring lacks keys that the database needs, so that a kit of it would not open the database.</summary>
    KeysMissing,

    /// <summary>The kit holds no key, so that importing it would restore nothing.</summary>
    NoKeys,
}
