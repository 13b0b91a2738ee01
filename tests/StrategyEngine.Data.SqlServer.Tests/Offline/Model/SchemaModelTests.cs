using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

public sealed class SchemaModelTests
{
    private static readonly string Script = OfflineModel.CreateScript();

    [Test]
    public void The_schema_is_valid() => SchemaModel.Errors(Script).Should().BeEmpty();

    [TestCase(
        "REFERENCES [trading].[users] ([id])", "REFERENCES [trading].[users] ([ident])",
        Description = "a key that refers to a column that is not there")]
    [TestCase(
        "REFERENCES [trading].[users] ([id])", "REFERENCES [trading].[people] ([id])",
        Description = "a key that refers to a table that is not there")]
    [TestCase("CHECK (price_precision BETWEEN", "CHECK (price_digits BETWEEN", Description = "a rule about a column that is not there")]
    [TestCase("WHERE client_order_id IS NOT NULL", "WHERE client_id IS NOT NULL", Description = "a filter on a column that is not there")]
    [TestCase("[tick_size] decimal(28,12)", "[tick_size] amount", Description = "a type that is not there")]
    public void A_fault_in_the_schema_is_found(string right, string wrong)
    {
        Script.Should().Contain(right);

        SchemaModel.Errors(Script.Replace(right, wrong, StringComparison.Ordinal)).Should().NotBeEmpty();
    }
}
