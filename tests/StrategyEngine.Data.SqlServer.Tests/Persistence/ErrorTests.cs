using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests;

/// <summary>What the errors of SQL Server mean; the texts are those of sys.messages.</summary>
public sealed class ErrorTests
{
    private static readonly SqlServerTradingProvider Provider = new("Server=offline;Database=trading");

    [TestCase(
        2627,
        "Violation of UNIQUE KEY constraint 'ak_users'. Cannot insert duplicate key in object 'trading.users'. The duplicate key value is "
        + "(ada).", DatabaseErrorKind.Duplicate, "ak_users")]
    [TestCase(
        2627,
        "Violation of PRIMARY KEY constraint 'pk_users'. Cannot insert duplicate key in object 'trading.users'. The duplicate key value "
        + "is (1).", DatabaseErrorKind.Duplicate, "pk_users")]
    [TestCase(
        2601,
        "Cannot insert duplicate key row in object 'trading.users' with unique index 'uq_users_name'. The duplicate key value is (ada).",
        DatabaseErrorKind.Duplicate, "uq_users_name")]
    [TestCase(
        547,
        "The INSERT statement conflicted with the FOREIGN KEY constraint \"fk_trades_user_id\". The conflict occurred in database \"t\", "
        + "table \"trading.users\", column 'id'.", DatabaseErrorKind.ForeignKey, "fk_trades_user_id")]
    [TestCase(
        547,
        "The DELETE statement conflicted with the REFERENCE constraint \"fk_trades_asset_id\". The conflict occurred in database \"t\", "
        + "table \"trading.trades\", column 'asset_id'.", DatabaseErrorKind.ForeignKey, "fk_trades_asset_id")]
    [TestCase(
        547,
        "The INSERT statement conflicted with the CHECK constraint \"ck_trades_quantity\". The conflict occurred in database \"t\", table "
        + "\"trading.trades\", column 'quantity'.", DatabaseErrorKind.Check, "ck_trades_quantity")]
    [TestCase(
        515, "Cannot insert the value NULL into column 'name', table 't.trading.assets'; column does not allow nulls. INSERT fails.",
        DatabaseErrorKind.Check, "name")]
    [TestCase(
        2628, "String or binary data would be truncated in table 't.trading.assets', column 'name'. Truncated value: 'x'.",
        DatabaseErrorKind.Check, null)]
    [TestCase(
        1205,
        "Transaction (Process ID 52) was deadlocked on lock resources with another process and has been chosen as the deadlock victim.",
        DatabaseErrorKind.Conflict, null)]
    [TestCase(1222, "Lock request time out period exceeded.", DatabaseErrorKind.Busy, null)]
    [TestCase(3960, "Snapshot isolation transaction aborted due to update conflict.", DatabaseErrorKind.Conflict, null)]
    [TestCase(
        5061, "ALTER DATABASE failed because a lock could not be placed on database 't'. Try again later.", DatabaseErrorKind.Busy, null)]
    [TestCase(
        1105, "Could not allocate space for object 'trading.users' in database 't' because the 'PRIMARY' filegroup is full.",
        DatabaseErrorKind.DiskFull, null)]
    [TestCase(9002, "The transaction log for database 't' is full due to 'LOG_BACKUP'.", DatabaseErrorKind.DiskFull, null)]
    [TestCase(-2, "Execution Timeout Expired.", DatabaseErrorKind.Transient, null)]
    [TestCase(40613, "Database 't' on server 's' is not currently available.", DatabaseErrorKind.Transient, null)]
    [TestCase(
        229, "The SELECT permission was denied on the object 'users', database 't', schema 'trading'.", DatabaseErrorKind.NotPermitted,
        null)]
    [TestCase(3906, "Failed to update database \"t\" because the database is read-only.", DatabaseErrorKind.ReadOnly, null)]
    [TestCase(4060, "Cannot open database \"t\" requested by the login. The login failed.", DatabaseErrorKind.CannotOpen, null)]
    [TestCase(18456, "Login failed for user 'u'.", DatabaseErrorKind.CannotOpen, null)]
    [TestCase(824, "SQL Server detected a logical consistency-based I/O error.", DatabaseErrorKind.Corrupt, null)]
    [TestCase(208, "Invalid object name 'trading.nothing'.", DatabaseErrorKind.SchemaMissing, null)]
    [TestCase(207, "Invalid column name 'nothing'.", DatabaseErrorKind.SchemaMissing, null)]
    [TestCase(911, "Database 't' does not exist. Make sure that the name is entered correctly.", DatabaseErrorKind.DatabaseMissing, null)]
    [TestCase(102, "Incorrect syntax near 'SELEC'.", DatabaseErrorKind.Other, null)]
    public void An_error_is_classified_by_its_number_and_tells_no_value(
        int number, string message, DatabaseErrorKind kind, string? constraint)
    {
        var error = Provider.Classify(
            new DbUpdateException("saving failed", SqlErrors.Exception((number, message), (3621, "The statement has been terminated."))));

        error.Kind.Should().Be(kind);
        error.Constraint.Should().Be(constraint);
    }

    [Test]
    public void An_exception_of_something_else_is_no_error_of_the_database() =>
        Provider.Classify(new InvalidOperationException("x", new TimeoutException())).Should().Be(default(DatabaseError));

    [Test]
    public void The_first_error_that_means_something_counts() =>
        Provider.Classify(SqlErrors.Exception((3621, "The statement has been terminated."), (1205, "Deadlock."))).Kind.Should()
            .Be(DatabaseErrorKind.Conflict);
}
