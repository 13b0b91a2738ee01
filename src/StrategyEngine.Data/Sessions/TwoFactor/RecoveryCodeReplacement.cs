using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.TwoFactor;

namespace StrategyEngine.Data.Sessions;

/// <summary>Makes the recovery codes of a user.</summary>
internal static class RecoveryCodeReplacement
{
    /// <summary>Deletes the former codes and adds new ones, within the caller's transaction; the caller saves.</summary>
    public static async Task<RecoveryCodes> ReplaceAsync(DbContext context, Guid userId, CancellationToken cancellationToken)
    {
        await context.Set<RecoveryCode>().Where(code => code.UserId == userId).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var codes = Enumerable.Range(0, RecoveryCodes.Count).Select(_ => RecoveryCodeText.New()).ToArray();
        context.AddRange(
            codes.Select(
                code => new RecoveryCode { UserId = userId, CodeHash = RecoveryCodeText.Hash(userId, RecoveryCodeText.Normalize(code)!) }));
        return new RecoveryCodes(codes);
    }
}
