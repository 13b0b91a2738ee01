using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Writes <see cref="AuthenticationEvent"/>s: in the transaction of what they tell, or by themselves where nothing else is written.</summary>
internal static class AuthenticationLog
{
    /// <summary>Adds an event to a context that the caller saves.</summary>
    public static void Add(
        DbContext context,
        SessionServices services,
        AuthenticationEventKind kind,
        Guid? userId,
        Guid? sessionId = null,
        Guid? subjectId = null,
        string? detail = null,
        ClientInfo? client = null)
    {
        SessionMetrics.Happened(Names.Of(kind));
        context.Add(new AuthenticationEvent
        {
            OccurredAt = services.Now,
            Kind = kind,
            UserId = userId,
            SessionId = sessionId,
            SubjectId = subjectId,
            Detail = detail,
            IpAddress = ClientText.Address(client?.IpAddress),
        });
    }

    /// <summary>Writes an event by itself.</summary>
    public static async Task WriteAsync(
        SessionServices services,
        AuthenticationEventKind kind,
        Guid? userId,
        CancellationToken cancellationToken,
        Guid? sessionId = null,
        Guid? subjectId = null,
        string? detail = null,
        ClientInfo? client = null)
    {
        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            Add(context, services, kind, userId, sessionId, subjectId, detail, client);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
