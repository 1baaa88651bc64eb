package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// fileLimit keeps a wrong path (a recording, a device) from being parsed.
const fileLimit = 1 << 20

// parseFile takes the settings of a YAML mapping. What the environment already
// set is still checked for its name and shape, but does not count.
func (l *loader) parseFile(text []byte) {
	if len(text) > fileLimit {
		l.report(l.file, "settings file", fmt.Sprintf("%d bytes", len(text)), "at most 1 MiB")
		return
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		l.reportSyntax(err)
		return
	}
	for _, doc := range file.Docs {
		switch body := doc.Body.(type) {
		case nil, *ast.CommentGroupNode, *ast.NullNode:
		case *ast.MappingNode:
			for _, pair := range body.Values {
				l.takePair(pair)
			}
		case *ast.MappingValueNode:
			l.takePair(body)
		default:
			l.report(l.at(body), "settings file", "no mapping", `lines like "data_dir: ./data"`)
		}
	}
}

func (l *loader) reportSyntax(err error) {
	where, what := l.file, "text that is no YAML"
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		if t := syntax.GetToken(); t != nil && t.Position != nil {
			where = fmt.Sprintf("%s:%d", l.file, t.Position.Line)
		}
		// The library's long form prints the lines around, which may hold secrets.
		what = syntax.GetMessage()
	}
	l.report(where, "settings file", what, "YAML")
}

func (l *loader) at(n ast.Node) string {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return fmt.Sprintf("%s:%d", l.file, t.Position.Line)
	}
	return l.file
}

func (l *loader) takePair(pair *ast.MappingValueNode) {
	where, key := l.at(pair.Key), scalarText(pair.Key)
	s, ok := find(key)
	if !ok {
		l.report(where, fmt.Sprintf("%.100s", key), "an unknown key", "one of "+names(func(s setting) string { return s.key }))
		return
	}
	items, ok := nodeItems(pair.Value)
	if !ok {
		l.report(where, key, "a nested value", "text, a number or a list of them")
		return
	}
	if v, set := l.values[s.key]; set && v.where == "environment" {
		return
	}
	if len(items) == 1 && s.list {
		items = s.split(items[0])
	}
	l.values[s.key] = value{where: where, name: key, items: items}
}

// nodeItems flattens a scalar, a list of scalars, or a mapping of network to
// address. False means something deeper, or an alias.
func nodeItems(n ast.Node) ([]string, bool) {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return nil, true
	case *ast.SequenceNode:
		var items []string
		for _, v := range n.Values {
			deeper, ok := nodeItems(v)
			if _, nested := v.(*ast.SequenceNode); nested || !ok {
				return nil, false
			}
			items = append(items, deeper...)
		}
		return items, true
	case *ast.MappingNode:
		var items []string
		for _, pair := range n.Values {
			item, ok := pairItem(pair)
			if !ok {
				return nil, false
			}
			items = append(items, item)
		}
		return items, true
	case *ast.MappingValueNode:
		item, ok := pairItem(n)
		return []string{item}, ok
	case ast.ScalarNode:
		text := scalarText(n)
		if text == "" {
			return nil, true
		}
		return []string{text}, true
	}
	return nil, false
}

func pairItem(pair *ast.MappingValueNode) (string, bool) {
	v, ok := pair.Value.(ast.ScalarNode)
	if !ok {
		return "", false
	}
	return scalarText(pair.Key) + "=" + scalarText(v), true
}

// scalarText is the text as written: a password of digits stays as it is, and
// "on" does not become true.
func scalarText(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return strings.TrimSuffix(n.Value.Value, "\n")
	}
	if t := n.GetToken(); t != nil {
		return t.Value
	}
	return ""
}
