using System.Reflection;
using System.Reflection.Emit;

namespace SalesOps.Tests.Support;

/// <summary>Which types a type uses: in its signatures, and in the code of its methods.</summary>
internal static class TypeUses
{
    /// <summary>The types used, taken apart: a list of customers counts as list and as customer.</summary>
    public static HashSet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        foreach (var implemented in type.GetInterfaces()) Add(found, implemented);
        AddAttributes(found, type);
        foreach (var field in type.GetFields(MethodCode.Everything)) Add(found, field.FieldType);
        foreach (var property in type.GetProperties(MethodCode.Everything)) AddAttributes(found, property);
        foreach (var method in type.GetMethods(MethodCode.Everything).Concat<MethodBase>(type.GetConstructors(MethodCode.Everything)))
        {
            foreach (var parameter in method.GetParameters()) Add(found, parameter.ParameterType);
            if (method is MethodInfo { ReturnType: var returned }) Add(found, returned);
            AddAttributes(found, method);
            AddCode(found, method);
        }
        return found;
    }

    private static void AddCode(HashSet<Type> found, MethodBase method)
    {
        foreach (var local in method.GetMethodBody()?.LocalVariables ?? []) Add(found, local.LocalType);
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var (operation, token) in MethodCode.TokensOf(method))
            if (operation.OperandType != OperandType.InlineString) AddMember(found, method.Module.ResolveMember(token, typeArguments, methodArguments)!);
    }

    private static void AddMember(HashSet<Type> found, MemberInfo member)
    {
        Add(found, member as Type ?? member.DeclaringType);
        if (member is FieldInfo field) Add(found, field.FieldType);
        if (member is not MethodBase method) return;
        foreach (var parameter in method.GetParameters()) Add(found, parameter.ParameterType);
        if (method.IsGenericMethod)
            foreach (var argument in method.GetGenericArguments()) Add(found, argument);
    }

    private static void AddAttributes(HashSet<Type> found, MemberInfo member)
    {
        foreach (var attribute in member.GetCustomAttributesData())
        {
            Add(found, attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments)
                if (argument.Value is Type type) Add(found, type);
        }
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter) return;
        if (type.HasElementType) Add(found, type.GetElementType());
        else
        {
            found.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
            foreach (var argument in type.GetGenericArguments()) Add(found, argument);
        }
    }
}
