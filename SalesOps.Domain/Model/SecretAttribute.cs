namespace SalesOps.Domain.Model;

/// <summary>Marks what proves who somebody is (hashes of passwords, keys and tokens): the journal notes that it changed, never the value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
