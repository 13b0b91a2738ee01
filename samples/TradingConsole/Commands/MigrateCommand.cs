using System.CommandLine;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class MigrateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var plan = new Option<bool>("--plan") { Description = "Shows what would happen, with the risks and the SQL, and changes nothing" };
        var to = new Option<string?>("--to") { Description = "The last migration to apply, by id or name", HelpName = "MIGRATION" };
        var rollback = new Option<string?>("--rollback")
        {
            Description = "Reverts what is newer than this migration; 0 reverts everything",
            HelpName = "MIGRATION"
        };
        var verify = new Option<bool>("--verify") { Description = "Checks history, checksums, drift and integrity, and changes nothing" };
        var accept = new Option<string[]>("--accept")
        {
            Description = "A risk to take, as --plan names it; may be repeated",
            HelpName = "RISK",
            DefaultValueFactory = _ => []
        };
        var command = new Command("migrate", "Brings the database up to date, or back") { plan, to, rollback, verify, accept };
        command.Validators.Add(result =>
        {
            if (result.GetValue(to) is not null && result.GetValue(rollback) is not null)
                result.AddError("--to goes forward and --rollback goes back: choose one.");
            if (result.GetValue(verify)
                && (result.GetValue(plan) || result.GetValue(to) is not null || result.GetValue(rollback) is not null))
            {
                result.AddError("--verify goes with none of --plan, --to and --rollback.");
            }
        });
        runner.SetAction<MigrateStep>(command, (step, arguments, cancellationToken) =>
        {
            var target = arguments.GetValue(rollback) ?? arguments.GetValue(to);
            var isRollback = arguments.GetValue(rollback) is not null;
            if (arguments.GetValue(verify))
                return step.VerifyAsync(cancellationToken);
            if (arguments.GetValue(plan))
                return step.PlanAsync(target, isRollback, cancellationToken);
            return isRollback
                ? step.RollBackAsync(target!, arguments.GetRequiredValue(accept), cancellationToken)
                : step.RunAsync(target, arguments.GetRequiredValue(accept), cancellationToken);
        });
        return command;
    }
}
