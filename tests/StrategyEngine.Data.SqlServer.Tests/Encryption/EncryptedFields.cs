using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.SqlServer.Tests.Model;

public sealed class EncryptedFields : EncryptedFieldsSpecification<SqlServerTestDatabase>;
