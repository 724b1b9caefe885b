namespace SalesOps.Domain.Model;

/// <summary>Marks what a customer said or is called: sealed with the customer's key in the journal, never logged, gone after erasure.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;
