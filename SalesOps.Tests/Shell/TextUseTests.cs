using System.Reflection;
using System.Reflection.Emit;
using SalesOps.Console;
using SalesOps.Console.Resources;
using SalesOps.Domain;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Shell;

/// <summary>A text is there because the program says it: by its property, or as the label of a code that there is.</summary>
public sealed class TextUseTests
{
    /// <summary>What Radzen draws of what we use asks for these by itself.</summary>
    private static readonly string[] OfRadzen = ["Radzen_Dialog_", "Radzen_Notification_"];

    private static readonly Dictionary<int, string> Keys =
        typeof(Text).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(p => p.PropertyType == typeof(string)).ToDictionary(p => p.GetMethod!.MetadataToken, p => p.Name);

    [Fact]
    public void Text_EveryKey_IsSaid()
    {
        var (said, codes) = Read();
        Assert.Contains("SignIn", said);
        Assert.Contains("human_takeover", codes);
        Assert.Equal([], Keys.Values.Where(key => !said.Contains(key) && !IsLabel(key, codes) && !OfRadzen.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))));
    }

    [Fact]
    public void Text_Actions_AreThoseOfTheAuditLog() =>
        Assert.Equal(AuditActions.All.Select(action => $"Action_{action.Replace('.', '_')}").Order(StringComparer.Ordinal),
            Keys.Values.Where(key => key.StartsWith("Action_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    /// <summary>A kind that is asked for, and a code that is written or the name of a member; or one put together of both, as <c>handoff_complaint</c> is.</summary>
    private static bool IsLabel(string key, HashSet<string> codes) => key.Split('_', 2) is [var kind, var code] && codes.Contains(kind)
        && (codes.Contains(code) || Enumerable.Range(0, code.Length).Any(at => code[at] == '_' && codes.Contains(code[..(at + 1)]) && codes.Contains(code[(at + 1)..])));

    /// <summary>The texts that are read by their property, and all that could be a code: what is written between quotation marks, and the names of members.</summary>
    private static (HashSet<string> Said, HashSet<string> Codes) Read()
    {
        var (said, codes) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var type in (Type[])[.. typeof(Composition).Assembly.GetTypes(), .. typeof(DomainSetup).Assembly.GetTypes()])
        {
            if (type == typeof(Text)) continue;
            var isOfConsole = type.Assembly == typeof(Text).Assembly;
            foreach (var member in type.GetMembers(MethodCode.Everything))
            {
                if (member is FieldInfo or PropertyInfo) codes.UnionWith([member.Name, Codes.Snake(member.Name)]);
                if (member is not MethodBase method) continue;
                foreach (var (operation, token) in MethodCode.TokensOf(method))
                {
                    if (operation == OpCodes.Ldstr) codes.Add(method.Module.ResolveString(token).Replace('.', '_').Replace('-', '_'));
                    else if (isOfConsole && Keys.TryGetValue(token, out var key)) said.Add(key);
                }
            }
        }
        return (said, codes);
    }
}
