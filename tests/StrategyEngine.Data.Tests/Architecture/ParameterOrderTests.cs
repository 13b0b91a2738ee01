using System.Reflection;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>
/// Whoever has called one method knows the order of the next: what it is about, how to go about it, who is told, who may stop it.
/// </summary>
public sealed class ParameterOrderTests
{
    private static readonly string[] OptionNames = ["Options", "Settings", "Validation", "Format", "Request"];

    private static readonly Assembly[] Packages =
        [typeof(TradingDatabase).Assembly, typeof(SqliteTradingProvider).Assembly, typeof(PostgreSqlTradingProvider).Assembly,
            typeof(SqlServerTradingProvider).Assembly];

    private enum Role
    {
        Subject,
        Options,
        Progress,
        CancellationToken,
    }

    private static IEnumerable<MethodBase> PublicMethods => Packages
        .SelectMany(package => package.GetExportedTypes())
        .SelectMany(
            type => type.GetMembers(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .OfType<MethodBase>()
        .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    [Test]
    public void Parameters_come_as_subject_options_progress_and_cancellation_token()
    {
        var wrong = PublicMethods
            .Where(method => !IsInOrder(method.GetParameters()))
            .Select(
                method =>
                    $"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})");

        wrong.Should().BeEmpty();
    }

    [Test]
    public void Each_role_has_its_parameter_name()
    {
        var wrong = PublicMethods.SelectMany(method => method.GetParameters()
            .Where(parameter => RoleOf(parameter) switch
            {
                Role.CancellationToken => parameter.Name != "cancellationToken",
                Role.Progress => parameter.Name != "progress",
                _ => parameter.ParameterType.Name.EndsWith("Options", StringComparison.Ordinal) && parameter.Name != "options"
                    && !method.DeclaringType!.IsAssignableTo(parameter.ParameterType),
            })
            .Select(parameter => $"{method.DeclaringType!.Name}.{method.Name}({parameter.Name})"));

        wrong.Should().BeEmpty();
    }

    [Test]
    public void The_search_finds_every_role()
    {
        PublicMethods.SelectMany(method => method.GetParameters())
            .Select(RoleOf)
            .GroupBy(role => role)
            .ToDictionary(role => role.Key, role => role.Count())
            .Should().HaveCount(4).And.OnlyContain(role => role.Value > 20);
    }

    [TestCase(nameof(Sample.ProgressBeforeOptions), false)]
    [TestCase(nameof(Sample.OptionsBeforeSubject), false)]
    [TestCase(nameof(Sample.TokenBeforeProgress), false)]
    [TestCase(nameof(Sample.AsItShouldBe), true)]
    public void The_search_tells_a_wrong_order_from_the_right_one(string method, bool isInOrder)
    {
        IsInOrder(typeof(Sample).GetMethod(method)!.GetParameters()).Should().Be(isInOrder);
    }

    // A plain value that has a default is an option as well, so that it may stand on either side of an object with options.
    private static bool IsInOrder(ParameterInfo[] parameters)
    {
        var reached = Role.Subject;
        foreach (var parameter in parameters)
        {
            var role = RoleOf(parameter);
            if (role == Role.Subject && reached == Role.Options && parameter.IsOptional)
                continue;
            if (role < reached)
                return false;
            reached = role;
        }

        return true;
    }

    private static Role RoleOf(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return type == typeof(CancellationToken) ? Role.CancellationToken
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProgress<>) ? Role.Progress
            : OptionNames.Any(name => type.Name.EndsWith(name, StringComparison.Ordinal))
                && type.Namespace?.StartsWith(nameof(StrategyEngine), StringComparison.Ordinal) == true ? Role.Options
            : Role.Subject;
    }

    private static class Sample
    {
        public static void ProgressBeforeOptions(string subject, IProgress<int>? progress = null, SessionOptions? options = null) =>
            _ = (subject, progress, options);

        public static void OptionsBeforeSubject(SessionOptions options, string subject) => _ = (options, subject);

#pragma warning disable CA1068 // The sample breaks the rule that the test must find.
        public static void TokenBeforeProgress(
            string subject, CancellationToken cancellationToken = default, IProgress<int>? progress = null) =>
            _ = (subject, cancellationToken, progress);
#pragma warning restore CA1068

        public static void AsItShouldBe(
            string subject,
            int count = 1,
            SessionOptions? options = null,
            bool overwrite = false,
            IProgress<int>? progress = null,
            CancellationToken cancellationToken = default) =>
            _ = (subject, count, options, overwrite, progress, cancellationToken);
    }
}
