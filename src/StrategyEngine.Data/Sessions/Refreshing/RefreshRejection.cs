namespace StrategyEngine.Data.Sessions;

/// <summary>Why a refresh token was not accepted. For logs and decisions of the host; a client need only learn that it was not.</summary>
public enum RefreshRejection
{
    /// <summary>
    /// Not made here, or altered. The database was not asked for a session, and for keys only if the form is that of a token and they are
    /// not at hand.
    /// </summary>
    Malformed,

    /// <summary>The session no longer exists.</summary>
    UnknownSession,

    /// <summary>The session was revoked.</summary>
    SessionRevoked,

    /// <summary>The session is past its absolute or idle lifetime.</summary>
    SessionExpired,

    /// <summary>Password, two-factor or status of the user changed since the session began.</summary>
    SecurityChanged,

    /// <summary>The user is disabled.</summary>
    UserDisabled,

    /// <summary>
    /// The token is newer than the database: the database was restored from a backup, or the token belongs to a copy of it.
    /// </summary>
    FromTheFuture,

    /// <summary>
    /// Another client presented it, and <see cref="SessionOptions.EndSessionOnClientChange"/> says that this ends the session.
    /// </summary>
    ClientChanged,
}
